/// Total of all prices, in cents, with a discount in percent.
pub fn total(prices: &[u64], discount: u64) -> u64 {
    prices.iter().sum::<u64>() * (100 - discount) / 100
}
