package shop;

import junit.framework.TestCase;

public class OldTest extends TestCase {
  protected void setUp() {}

  public void testOld() throws Exception {}

  public void testTwo() {
    assertTrue(true);
  }

  public void helper() {}

  private void testPrivate() {}

  public void testWithArgument(int n) {}
}
