SELECT id, reply, cost, used_at FROM cache WHERE key = ?1 AND made_at > ?2;
