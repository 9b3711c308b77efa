// Package cart_test looks from outside.
package cart_test

import (
	tst "testing"

	"example.org/shop/cart"
)

func TestExternal(t *tst.T) {
	if cart.Total(1, 1) != 2 {
		t.Fail()
	}
}
