package deep

import "testing"

type T = testing.T

func TestDeep(t *testing.T) {
	x := func(t *testing.T) {}
	x(t)
}

func TestAlias(t *T) {}
