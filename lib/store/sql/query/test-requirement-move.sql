UPDATE test_requirement SET test_case = ?2 WHERE test_case = ?1;
