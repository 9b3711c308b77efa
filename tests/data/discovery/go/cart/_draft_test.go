package cart

import "testing"

func TestUnderscoreFile(t *testing.T) {}
