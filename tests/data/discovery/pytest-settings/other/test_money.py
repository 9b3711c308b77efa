def check_not_a_test_file(): pass
