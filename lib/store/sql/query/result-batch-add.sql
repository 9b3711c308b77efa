INSERT INTO result_batch (corpus, sha256, source, format, at, added_at, commit_id, label)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);
