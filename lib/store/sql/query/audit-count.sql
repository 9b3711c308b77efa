SELECT count(*), min(seq) FROM audit_log WHERE run_id = ?1;
