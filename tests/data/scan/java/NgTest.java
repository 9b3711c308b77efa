package org.example;

import org.testng.annotations.Test;

public class NgTest {
    @Test(groups = {"slow", "db"}, dataProvider = "rows")
    public void reads(String row) { assertNotNull(row); }
}
