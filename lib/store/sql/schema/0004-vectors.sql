-- Vectors that a model makes, and those that lie on a server.  Times are milliseconds since
-- 1970-01-01 UTC.

-- 0 from the moment the vectors are out of step with what they are of, until all are made.
ALTER TABLE vector_collection ADD COLUMN ready INTEGER NOT NULL DEFAULT 1 CHECK (ready IN (0, 1));

-- What this store keeps on a vector server.
CREATE TABLE vector_server (
	url TEXT NOT NULL,
	name TEXT NOT NULL,		-- as here: "run-<id>", "corpus-<name>"
	remote_name TEXT NOT NULL,	-- as there
	remote_id TEXT NOT NULL,	-- the server's own; another one is not ours
	run_id TEXT,			-- NULL: of no run.  No reference: it outlives the run until the server has deleted it
	engine TEXT NOT NULL,
	dimensions INTEGER NOT NULL CHECK (dimensions BETWEEN 1 AND 65536),
	ready INTEGER NOT NULL CHECK (ready IN (0, 1)),
	created_at INTEGER NOT NULL,
	PRIMARY KEY (url, name)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 4;
