SELECT doc, col FROM test_vocab WHERE term = ?1;
