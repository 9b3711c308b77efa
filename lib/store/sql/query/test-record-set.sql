INSERT INTO test_record (test_case, record) VALUES (?1, ?2)
ON CONFLICT (test_case) DO UPDATE SET record = excluded.record;
