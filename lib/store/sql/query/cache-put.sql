INSERT INTO cache (key, fields, model, reply, bytes, cost, made_at, used_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
ON CONFLICT (key) DO UPDATE SET fields = excluded.fields, model = excluded.model,
	reply = excluded.reply, bytes = excluded.bytes, cost = excluded.cost,
	made_at = excluded.made_at, used_at = excluded.used_at;
