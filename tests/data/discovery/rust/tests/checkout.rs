mod common;

#[test]
fn checks_out() {
    assert_eq!(shop::total(1, 2), common::three());
}
