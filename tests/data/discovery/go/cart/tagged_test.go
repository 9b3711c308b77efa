//go:build integration && !short

package cart

import "testing"

func TestTagged(t *testing.T) {}
