UPDATE test_record SET record = (SELECT record FROM test_record WHERE test_case = ?1)
WHERE test_case = ?2;
