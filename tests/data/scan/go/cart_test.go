package cart_test

import (
	"testing"

	sub "example.org/shop/cart"
)

// func TestInComment(t *testing.T) {}
var raw = `
func TestInRawString(t *testing.T) {
}
`

func TestMain(m *testing.M) { m.Run() }

func Testimonial(t *testing.T) {}

// TestTotals: Requirement: SHOP-1
func TestTotals(t *testing.T) {
	tests := []struct {
		name string
		want int
	}{
		{"one, two", 1},
		{name: "b", want: 2},
		{name: "c", want: 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if sub.Total() != tt.want {
				t.Errorf("got }")
			}
		})
	}
}

func TestOuter(t *testing.T) {
	t.Run("first case", func(t *testing.T) {
		t.Run("deep", func(t *testing.T) { t.Fatal('}') })
	})
	t.Run("second", func(t *testing.T) { t.Skip("no") })
	exec.Run("not inside")
}

func (s *CartSuite) TestMethod() { s.Equal(1, 1) }

func helper() { cmd.Run("no test") }

func BenchmarkAdd(b *testing.B) {
	for i := 0; i < b.N; i++ {
	}
}

func FuzzParse(f *testing.F) { f.Add("x") }

func ExampleTotal() {
	// Output: 3
}
