pub fn add<'a>(x: &'a str) -> char { '"' }
const RAW: &str = r#"
#[test]
fn in_a_raw_string() { "# still raw
"##; // "

#[cfg(test)]
mod tests {
    use super::*;
    /* /* #[test] fn in_comment() {} */ */

    #[test]
    #[should_panic(expected = "}")]
    fn adds() {
        assert_eq!(add("}"), '"');
    }

    // Requirement: SHOP-1
    #[rstest]
    #[case(1, 2)]
    #[case::named(3, 4)]
    fn many(#[case] a: u32, #[case] b: u32) {
        assert!(a < b);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn waits() {}

    fn helper() {}
}
