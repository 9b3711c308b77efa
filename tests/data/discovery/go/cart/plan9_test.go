package cart

import "testing"

func TestOtherSystem(t *testing.T) {}
