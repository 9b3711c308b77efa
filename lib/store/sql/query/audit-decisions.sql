-- The events of a run that say what was decided; of those that were imported all.
SELECT seq, at, event, run_id, data, previous, hash FROM audit_log
WHERE run_id = ?1 AND (event IN ('approval_decision', 'edit', 'accept', 'discard', 'undo',
	'event_imported')
	OR event GLOB '*_gated' OR event GLOB '*_forced' OR event GLOB '*_approved'
	OR event GLOB '*_rejected' OR event GLOB '*_edited' OR event GLOB '*_expired')
ORDER BY seq;
