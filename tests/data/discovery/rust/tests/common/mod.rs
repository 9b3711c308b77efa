pub fn three() -> u32 { 3 }

#[test]
fn in_common() {}
