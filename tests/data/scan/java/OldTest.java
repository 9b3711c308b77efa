package org.example;

import junit.framework.TestCase;

public class OldTest extends TestCase {
    public void testSomething() { assertTrue(true); }
    public void notThis() {}
}
