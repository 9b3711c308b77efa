DELETE FROM test_case WHERE id = ?1;
