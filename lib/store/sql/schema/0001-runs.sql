-- Times are milliseconds since 1970-01-01 UTC, hashes lower-case hexadecimal SHA-256.

-- "rsg1", so that file(1) and we know a store from another SQLite database.
PRAGMA application_id = 1920165681;

-- A story on its way through the pipeline.
CREATE TABLE run (
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
	created_at INTEGER NOT NULL,	-- as the document says
	added_at INTEGER NOT NULL,	-- when this store first saw it
	deleted_at INTEGER,		-- NULL while it is not deleted
	title TEXT NOT NULL,		-- first line of the story
	base TEXT NOT NULL		-- the document with empty phases, one line
) STRICT;
CREATE INDEX run_created ON run (created_at, seq);

-- One execution of a phase.  Of several the newest counts.
CREATE TABLE phase_execution (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	phase TEXT NOT NULL,
	status TEXT NOT NULL CHECK (status IN ('executed', 'gated', 'failed', 'skipped')),
	-- executed here, imported from a bundle, or found in a document that came from elsewhere
	origin TEXT NOT NULL CHECK (origin IN ('executed', 'imported', 'document')),
	engine TEXT NOT NULL,
	started_at INTEGER NOT NULL,
	duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
	input_sha256 TEXT NOT NULL,
	output_sha256 TEXT,		-- NULL when there is no output
	error TEXT,			-- of a phase that printed no document
	entry TEXT,			-- the phase's entry in the document; NULL when it printed none
	base TEXT,			-- the rest of the document where it is not run.base
	entries TEXT NOT NULL,		-- JSON array: the executions in the document, in order; 0 is this one
	CHECK ((entry IS NULL) = (error IS NOT NULL))
) STRICT;
CREATE INDEX phase_execution_run ON phase_execution (run_id, phase, id);

-- What happened, each row with the hash of the one before.  Runs go, their events stay: they hold
-- hashes, names and reasons, never the text of a story.
CREATE TABLE audit_log (
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL,
	event TEXT NOT NULL,
	run_id TEXT NOT NULL,		-- '' for the store itself
	data TEXT NOT NULL,
	previous TEXT NOT NULL CHECK (length(previous) = 64),
	hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX audit_log_run ON audit_log (run_id, seq);

CREATE TRIGGER audit_log_keeps BEFORE UPDATE ON audit_log
BEGIN
	SELECT raise(ABORT, 'the audit log can only be appended to');
END;
CREATE TRIGGER audit_log_stays BEFORE DELETE ON audit_log
BEGIN
	SELECT raise(ABORT, 'the audit log can only be appended to');
END;
CREATE TRIGGER audit_log_appends BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log WHERE seq = NEW.seq) OR NEW.previous <> coalesce((SELECT hash FROM audit_log ORDER BY seq DESC LIMIT 1),
	'0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
	SELECT raise(ABORT, 'the audit log can only be appended to');
END;
CREATE TRIGGER audit_log_in_order AFTER INSERT ON audit_log
WHEN NEW.seq <> (SELECT max(seq) FROM audit_log)
BEGIN
	SELECT raise(ABORT, 'the audit log can only be appended to');
END;

CREATE TABLE vector_collection (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,	-- "run-<id>", "corpus-<name>"
	run_id TEXT REFERENCES run (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- NULL: of no run
	engine TEXT NOT NULL,		-- what computed the vectors
	dimensions INTEGER NOT NULL CHECK (dimensions BETWEEN 1 AND 65536),
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX vector_collection_run ON vector_collection (run_id);

CREATE TABLE vector (
	collection_id INTEGER NOT NULL REFERENCES vector_collection (id) ON DELETE CASCADE,
	key INTEGER NOT NULL,
	label TEXT,			-- what the key stands for where a number says too little
	scale REAL NOT NULL,		-- a component is scale * its byte
	components BLOB NOT NULL,	-- signed bytes, one a dimension
	PRIMARY KEY (collection_id, key)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
