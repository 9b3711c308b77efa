INSERT INTO attempt (call, run_id, phase, model, resolved_model, number, request_sha256, prompt_sha256,
	status, fault, http_status, reason, fallback, started_at, ended_at, waited_ms,
	uncached_in, cache_read, cache_write_5m, cache_write_1h, out, reasoning, usage_known,
	reserved, cost, saved, price)
VALUES (?1, ?2, ?3, ?4, '', ?5, ?6, ?7, ?8, '', 0, '', ?9, ?10, ?11, ?12, 0, 0, 0, 0, 0, 0, ?13,
	?14, ?15, ?16, ?17);
