#[test]
fn in_file_of_its_own() {}
