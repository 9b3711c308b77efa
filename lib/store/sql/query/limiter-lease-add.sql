INSERT INTO limiter_lease (name, pid, until) VALUES (?1, ?2, ?3);
