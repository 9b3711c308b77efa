//! The shop.
//!
//! ```
//! assert_eq!(shop::total(1, 2), 3);
//! ```

pub mod cart;
mod mail;

/// Adds.
///
/// ```
/// let x = shop::total(1, 1);
/// assert_eq!(x, 2);
/// ```
///
/// ```no_run
/// loop {}
/// ```
///
/// ```text
/// no code
/// ```
pub fn total(a: u32, b: u32) -> u32 {
    a + b
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
#[test]
fn in_raw_string() {}
"#;

    /* #[test]
    fn in_comment() { /* nested */ }
    */

    #[test]
    fn adds() {
        assert_eq!(total(1, 1), 2);
        let c = '"';
        let life: &'static str = "x";
        assert!(c == '"' && !life.is_empty() && !TEXT.is_empty());
    }

    #[test]
    #[should_panic(expected = "#[test] fn x() {}")]
    fn panics() {
        panic!("#[test] fn x() {{}}");
    }

    #[test]
    #[ignore = "slow"]
    fn ignored() {}

    #[test] fn one_line() {}

    #[test]
    fn result() -> Result<(), String> {
        Ok(())
    }

    fn helper() {}

    #[allow(dead_code)]
    fn helper_two() { helper() }

    mod deeper {
        #[test]
        fn r#match() {}

        #[test]
        fn ünïcode() {}

        pub(crate) mod deepest {
            #[::core::prelude::v1::test]
            fn by_path() {}
        }
    }
}
