pub mod lines;

#[test]
fn top_level_in_mod() {}
