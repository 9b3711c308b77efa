INSERT INTO run (id, created_at, added_at, title, base) VALUES (?1, ?2, ?3, ?4, ?5);
