SELECT title, path, body FROM test_text WHERE rowid = ?1;
