SELECT output_sha256 FROM phase_execution
WHERE run_id = ?1 AND phase = ?2 AND entry IS NOT NULL AND origin <> 'document'
ORDER BY id DESC LIMIT 1;
