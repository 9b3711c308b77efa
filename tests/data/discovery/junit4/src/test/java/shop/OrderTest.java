package shop;

import static org.junit.Assert.*;

import org.junit.*;
import org.junit.experimental.categories.Category;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

public class OrderTest {
  @Before public void setUp() {}

  @Test(expected = IllegalStateException.class, timeout = 1000)
  public void fails() { throw new IllegalStateException(); }

  @Test public void ships() {}

  @Ignore("later")
  @Test
  public void ignored() {}

  @org.junit.Test
  public void qualified() {}

  @Test
  @SuppressWarnings({"unchecked", "raw)types"})
  public final void annotated() throws Exception {}

  public void testByNameOnly() {}

  public static class StaticInner {
    @Test public void inside() {}
  }
}
