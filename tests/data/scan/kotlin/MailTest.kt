package org.example

import kotlin.test.Test
import kotlin.test.assertEquals

class MailTest {
    /* /* nested */ @Test fun inComment() {} */
    @Test
    fun `is sent "once" to ${'$'}`() {
        val s = "a ${if (x) "}" else "{"} b"
        assertEquals(1, 1)
    }

    @Test fun expression() = assertEquals(2, 2)
}
