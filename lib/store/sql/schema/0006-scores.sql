-- What a list of runs says of each, without reading the entries, which may be large.
ALTER TABLE phase_execution ADD COLUMN score REAL;	-- 0.0-1.0: of coverage the share that is covered, of ranking the run score; NULL elsewhere
UPDATE phase_execution SET score = CASE phase
	WHEN 'coverage' THEN CAST(json_extract(entry, '$.output.percent') AS REAL) / 100.0
	ELSE CAST(json_extract(entry, '$.output.score') AS REAL) END
WHERE phase IN ('coverage', 'ranking') AND json_valid(entry);

-- Holds all the list asks for.
DROP INDEX phase_execution_run;
CREATE INDEX phase_execution_run ON phase_execution (run_id, phase, id, origin, status, score);

PRAGMA user_version = 6;
