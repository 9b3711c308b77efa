SELECT e.id, e.phase, e.entry, e.entries, coalesce(e.base, r.base)
FROM phase_execution e JOIN run r ON r.id = e.run_id
WHERE e.run_id = ?1 AND (?2 IS NULL OR e.phase = ?2) AND e.entry IS NOT NULL
ORDER BY e.origin = 'document', e.id DESC LIMIT 1;
