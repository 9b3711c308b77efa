package skip

import "testing"

func TestInUnderscore(t *testing.T) {}
