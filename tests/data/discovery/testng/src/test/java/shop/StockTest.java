package shop;

import org.testng.Assert;
import org.testng.annotations.*;

public class StockTest {
  @BeforeMethod public void setUp() {}

  @Test
  public void counts() { Assert.assertEquals(1, 1); }

  @Test(groups = {"slow"}, enabled = true)
  public void grouped() {}

  @Test(enabled = false)
  public void notEnabled() {}

  @DataProvider(name = "rows")
  public Object[][] rows() { return new Object[][] {{1}, {2}}; }

  @Test(dataProvider = "rows", description = "@Test public void x() {}")
  public void row(int n) {}

  @Test
  public void skips() { throw new org.testng.SkipException("no"); }

  public void helper() {}
}
