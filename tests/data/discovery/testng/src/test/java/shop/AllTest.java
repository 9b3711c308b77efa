package shop;

import org.testng.annotations.Test;

@Test
public class AllTest {
  public void everyPublicMethod() {}

  public void another() {}

  void notPublic() {}

  private void helper() {}

  @Test(enabled = false)
  public void off() {}
}
