DELETE FROM test_history WHERE test_case = ?1;
