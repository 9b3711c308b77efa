-- ?1 started at or after, ?2 only this run (NULL: any)
SELECT a.id, a.started_at, a.run_id, a.phase, a.call, a.number, a.model, a.resolved_model, a.status,
	a.fault, a.http_status, a.reason, a.fallback, a.waited_ms, a.ended_at - a.started_at,
	a.uncached_in + a.cache_read + a.cache_write_5m + a.cache_write_1h, a.cache_read, a.out,
	a.usage_known, a.cost, a.reserved, a.saved, p.model, p.effective_from
FROM attempt a LEFT JOIN price p ON p.id = a.price
WHERE a.started_at >= ?1 AND (?2 IS NULL OR a.run_id = ?2)
ORDER BY a.started_at, a.id;
