DELETE FROM test_text WHERE rowid = ?1;
