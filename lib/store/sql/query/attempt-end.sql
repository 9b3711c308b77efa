-- What it set aside is given back once its cost is known, and stays when that is not.
UPDATE attempt SET status = ?2, fault = ?3, reason = ?4, resolved_model = ?5, http_status = ?6,
	ended_at = ?7, first_byte_ms = ?8, uncached_in = ?9, cache_read = ?10, cache_write_5m = ?11,
	cache_write_1h = ?12, out = ?13, reasoning = ?14, usage_known = ?15, cost = ?16,
	reserved = CASE WHEN ?16 IS NULL THEN reserved ELSE 0 END
WHERE id = ?1 AND status = 'sent';
