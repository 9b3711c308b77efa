SELECT d.execution_id, d.original_id, e.phase, d.author, d.at, d.diff
FROM edit d JOIN phase_execution e ON e.id = d.execution_id
WHERE e.run_id = ?1 ORDER BY d.execution_id;
