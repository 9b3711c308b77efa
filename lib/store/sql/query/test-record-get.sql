SELECT record FROM test_record WHERE test_case = ?1;
