def test_helper_file_is_no_test_file():
    pass
