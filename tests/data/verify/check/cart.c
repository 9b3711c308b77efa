#include "cart.h"

int
cart_total(const int *prices, int n, int discount)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += prices[i];
	return sum * (100 - discount) / 100;
}
