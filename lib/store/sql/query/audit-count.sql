SELECT count(*) FROM audit_log WHERE run_id = ?1;
