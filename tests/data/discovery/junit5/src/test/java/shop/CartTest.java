package shop;

import static org.junit.jupiter.api.Assertions.*;

import java.util.stream.Stream;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;

/** @Test void inJavadoc() {} */
@DisplayName("The cart")
class CartTest {
  private static final String TEXT = "@Test void inString() {}";
  private static final String BLOCK = """
      @Test
      void inTextBlock() {
      }
      """;

  @BeforeEach
  void setUp() {}

  @Test
  void adds() {
    assertEquals(1, 1);
  }

  @Test @DisplayName("has a name (with brackets)") void named() {}

  @Test
  @Disabled("@Test void x() {}")
  public void disabled() throws Exception, Error {}

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({"1, a", "2, b"})
  void table(int n, String s) {}

  @ParameterizedTest
  @MethodSource("rows")
  void rowsOf(
      final String row,
      @SuppressWarnings("x") TestInfo info) {
  }

  static Stream<String> rows() { return Stream.of("a"); }

  @RepeatedTest(3)
  void repeated() {}

  @TestFactory
  Stream<DynamicTest> dynamic() {
    return Stream.of(DynamicTest.dynamicTest("x", () -> {}));
  }

  @org.junit.jupiter.api.Test
  void qualified() {}

  @Test
  <T> void generic() {}

  @Tag("slow")
  @Test
  final void tagged() { new Object() { void inner() {} }; }

  @Test void ünïcode() {}

  // @Test
  void commentedAnnotation() {}

  void helper() {}

  @Nested
  class WhenEmpty {
    @Test
    void throwsIt() {}

    @Nested
    class Deep {
      @Test void deep() {}
    }
  }

  class NotNested {
    @Test void isNotRun() {}
  }

  static class Inner {
    @Test void staticInnerIsATestClass() {}
  }

  @interface Other {}

  @Test
  private void privateIsNotRun() {}

  @Test
  static void staticIsNotRun() {}
}
