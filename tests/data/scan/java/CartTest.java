package org.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import org.junit.jupiter.api.Test;

@Tag("fast")
class CartTest {
    // @Test void inComment() {}
    String text = "@Test void inString() {}";
    String block = """
        @Test
        void inTextBlock() {
        """;

    @Test
    void addsItem() throws Exception {
        if (true) { assertEquals(1, 1); }
    }

    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource({
        "1, 2",
        "3, 4",
        "5, 6"
    })
    @Tag("SHOP-7")
    void countsThem(int a, int b) {
        assertEquals(a, b - 1);
    }

    @ParameterizedTest @ValueSource(ints = {1, 2}) void onOneLine(int n) { assertEquals(n, n); }

    @ParameterizedTest
    @MethodSource("numbers")
    void fromAMethod(int n) {}

    void helper() {}

    @Nested
    class WhenEmpty {
        @Test @DisplayName("no total") @Disabled
        void hasNoTotal() {}
    }
}
