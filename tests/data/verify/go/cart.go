// Package cart adds up prices.
package cart

// Total of all prices, in cents, with a discount in percent.
func Total(prices []int, discount int) int {
	sum := 0
	for _, price := range prices {
		sum += price
	}
	return sum * (100 - discount) / 100
}
