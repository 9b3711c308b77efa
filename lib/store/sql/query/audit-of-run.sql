SELECT seq, at, event, run_id, data, previous, hash FROM audit_log WHERE run_id = ?1 ORDER BY seq;
