SELECT seq, at, event, run_id, data, previous, hash FROM audit_log WHERE seq >= ?1 ORDER BY seq;
