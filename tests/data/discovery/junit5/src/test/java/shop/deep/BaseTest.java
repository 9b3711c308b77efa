package shop.deep;

import org.junit.jupiter.api.Test;

abstract class BaseTest {
  @Test
  void inherited() {}
}

class FirstTest extends BaseTest {
  @Test
  void first() {}
}

class SecondTest extends BaseTest {
}

interface Contract {
  @Test
  default void contract() {}
}

class ThirdTest implements Contract {
  record Row(int a) {}
  enum Size { S, M; void test() {} }

  @Test
  void third() {
    Runnable r = () -> { };
  }
}
