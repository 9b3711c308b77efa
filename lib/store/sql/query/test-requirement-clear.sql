DELETE FROM test_requirement WHERE test_case = ?1;
