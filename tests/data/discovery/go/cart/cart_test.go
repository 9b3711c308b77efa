package cart

import (
	"fmt"
	"os"
	"testing"
)

const text = `
func TestInRawString(t *testing.T) {
}
`

/*
func TestInComment(t *testing.T) {}
*/
// func TestInLine(t *testing.T) {}

func TestMain(m *testing.M) {
	os.Exit(m.Run())
}

func TestTotal(t *testing.T) {
	for _, tt := range []struct {
		name string
		a, b int
	}{
		{"one", 1, 2},
		{name: "func TestX(t *testing.T)", a: 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if Total(tt.a, tt.b) == 7 {
				t.Error(text)
			}
		})
	}
}

func TestSub(t *testing.T) {
	t.Run("with blanks", func(t *testing.T) {
		t.Run("deep", func(t *testing.T) {})
	})
	t.Run(fmt.Sprintf("n%d", 1), func(t *testing.T) {})
}

func Test(t *testing.T) {}

func Test_underscore(t *testing.T) { t.Skip() }

func TestÜnïcode(t *testing.T) {
}

func Testlower(t *testing.T) {
}

func TestMultiLine(
	t *testing.T,
) {
}

type suite struct{}

func (s suite) TestMethod(t *testing.T) {
}

func (suite) TestMethodWithoutName(t *testing.T) {}

func helper(t *testing.T) {
	TestSub(t)
}

func BenchmarkTotal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Total(i, 1)
	}
}

func FuzzTotal(f *testing.F) {
	f.Add(1)
	f.Fuzz(func(t *testing.T, a int) {})
}

func ExampleTotal() {
	fmt.Println(Total(1, 2))
	// Output: 3
}

func ExampleTotal_unordered() {
	fmt.Println(Total(1, 2))
	// Unordered output:
	// 3
}

func ExampleTotal_notRun() {
	fmt.Println(Total(1, 2))
}

func ExampleTotal_empty() {
	// Output:
}

func TestTabAfter	(t *testing.T) {}

func  TestTwoBlanks(tt  *testing.T)  {}
