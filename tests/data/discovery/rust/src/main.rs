fn main() {}

#[test]
fn in_binary() {}
