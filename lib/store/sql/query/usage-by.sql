-- ?1 what by ('' for all in one row), ?2 started at or after, ?3 only this run (NULL: any)
SELECT CASE ?1
		WHEN 'run' THEN run_id
		WHEN 'phase' THEN phase
		WHEN 'model' THEN model
		WHEN 'day' THEN date(started_at / 1000, 'unixepoch')
		WHEN 'week' THEN date(started_at / 1000, 'unixepoch', '-6 days', 'weekday 1')
		ELSE '' END AS name,
	count(DISTINCT CASE WHEN status <> 'cached' THEN call END),
	sum(status <> 'cached'),
	sum(status = 'failed'),
	sum(status <> 'cached' AND number > 1),
	sum(status IN ('interrupted', 'sent')),
	sum(status = 'cached'),
	sum(uncached_in + cache_read + cache_write_5m + cache_write_1h),
	sum(cache_read),
	sum(out),
	sum(status <> 'cached' AND cost IS NULL),
	sum(CASE WHEN status <> 'cached' THEN cost END),
	sum(reserved),
	sum(status = 'cached' AND saved IS NULL),
	sum(saved)
FROM attempt
WHERE started_at >= ?2 AND (?3 IS NULL OR run_id = ?3)
GROUP BY name
ORDER BY CASE WHEN ?1 IN ('day', 'week') THEN name END,
	CASE WHEN ?1 = 'run' THEN min(id) END,
	sum(coalesce(cost, 0) + reserved) DESC, name;
