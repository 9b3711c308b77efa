SELECT phase, entry FROM phase_execution WHERE id = ?1 AND run_id = ?2 AND entry IS NOT NULL;
