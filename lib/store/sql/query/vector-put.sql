INSERT INTO vector (collection_id, key, label, scale, components) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (collection_id, key)
DO UPDATE SET label = excluded.label, scale = excluded.scale, components = excluded.components;
