INSERT INTO test_text (rowid, title, path, body) VALUES (?1, ?2, ?3, ?4);
