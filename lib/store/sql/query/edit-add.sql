INSERT INTO edit (execution_id, original_id, author, at, diff) VALUES (?1, ?2, ?3, ?4, ?5);
