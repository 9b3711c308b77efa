SELECT id FROM phase_execution WHERE run_id = ?1 AND phase = ?2 AND entry = ?3
ORDER BY id DESC LIMIT 1;
