package shop;

public final class Cart {
	private Cart() {
	}

	public static int total(int[] prices, int discount) {
		int sum = 0;
		for (int price : prices)
			sum += price;
		return sum - sum * discount / 100;
	}
}
