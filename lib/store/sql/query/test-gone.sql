UPDATE test_case SET last_seen = ?2 WHERE id = ?1;
