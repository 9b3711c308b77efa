-- Runs of the story that run ?1 is about, up to that one, the newest ?4, oldest first, each with its
-- newest executions of coverage, ranking and generation.  ?2 is the key in the story's metadata as
-- base has it, ?3 the key; where there is none (NULL), runs with the same title and source are meant.
WITH found AS (
	SELECT r.seq, r.id, r.created_at
	FROM run this JOIN run r
		ON r.id = this.id
		OR r.deleted_at IS NULL AND (r.created_at, r.seq) < (this.created_at, this.seq)
		AND CASE WHEN ?3 IS NULL
			THEN r.title = this.title
				AND json_extract(r.base, '$.story.source') = json_extract(this.base, '$.story.source')
			ELSE instr(r.base, ?2) > 0 AND json_extract(r.base, '$.story.metadata.key') = ?3 END
	WHERE this.id = ?1
	ORDER BY r.created_at DESC, r.seq DESC LIMIT ?4),
newest AS (
	SELECT f.seq, f.id, f.created_at, p.value AS phase,
		(SELECT e.id FROM phase_execution e
			WHERE e.run_id = f.id AND e.phase = p.value AND e.entry IS NOT NULL
			ORDER BY e.origin = 'document', e.id DESC LIMIT 1) AS execution
	FROM found f, json_each('["coverage", "ranking", "generation"]') p)
SELECT f.id, f.created_at,
	(SELECT execution FROM newest n WHERE n.seq = f.seq AND n.phase = 'coverage'),
	(SELECT execution FROM newest n WHERE n.seq = f.seq AND n.phase = 'ranking'),
	(SELECT execution FROM newest n WHERE n.seq = f.seq AND n.phase = 'generation')
FROM found f ORDER BY f.created_at, f.seq;
