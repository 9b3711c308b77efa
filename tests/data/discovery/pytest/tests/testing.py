def test_no_underscore_in_file_name():
    pass
