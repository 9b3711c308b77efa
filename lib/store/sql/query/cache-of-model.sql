SELECT key, fields FROM cache WHERE model = ?1 ORDER BY made_at DESC, id DESC;
