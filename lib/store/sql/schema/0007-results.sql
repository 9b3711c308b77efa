-- What runners said of tests.  Times are milliseconds since 1970-01-01 UTC, durations milliseconds.

-- One report, which is one run of the tests in it.
CREATE TABLE result_batch (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	corpus INTEGER NOT NULL REFERENCES corpus (id) ON DELETE CASCADE,
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64), -- of the report's bytes
	source TEXT NOT NULL,		-- the file's name, "-"
	format TEXT NOT NULL,
	at INTEGER NOT NULL,		-- when the tests ran, as the report says, else when it was read
	added_at INTEGER NOT NULL,
	commit_id TEXT,			-- of what was tested, where somebody said
	label TEXT,			-- in the words of who brought it
	UNIQUE (corpus, sha256)
) STRICT;

-- What a report says of one test: the worst of its instances, each by its last attempt.
CREATE TABLE test_result (
	test_case INTEGER NOT NULL REFERENCES test_case (id) ON DELETE CASCADE,
	batch INTEGER NOT NULL REFERENCES result_batch (id) ON DELETE CASCADE,
	name TEXT NOT NULL,		-- of the worst instance, as the runner says it
	status TEXT NOT NULL CHECK (status IN ('passed', 'failed', 'error', 'skipped', 'xfail', 'xpass',
		'todo', 'timeout', 'crash', 'notrun')),
	duration_ms INTEGER,		-- of all instances; NULL: not known
	content_sha256 BLOB NOT NULL,	-- of the test as it was then
	instances INTEGER NOT NULL CHECK (instances > 0),
	attempts INTEGER NOT NULL CHECK (attempts > 0),	-- the most that an instance took
	flaky INTEGER NOT NULL CHECK (flaky IN (0, 1)),	-- the attempts of an instance ended differently
	message TEXT,			-- of the worst instance
	PRIMARY KEY (test_case, batch)
) STRICT, WITHOUT ROWID;
CREATE INDEX test_result_batch ON test_result (batch);

-- The same of a name that no test of the corpus, or more than one, answered to.
CREATE TABLE result_unknown (
	batch INTEGER NOT NULL REFERENCES result_batch (id) ON DELETE CASCADE,
	name TEXT NOT NULL,
	status TEXT NOT NULL,
	duration_ms INTEGER,
	ambiguous INTEGER NOT NULL CHECK (ambiguous IN (0, 1)), -- more than one
	message TEXT,
	PRIMARY KEY (batch, name)
) STRICT, WITHOUT ROWID;

-- What the results of a test add up to, made anew with each report that has it (result.h).
CREATE TABLE test_history (
	test_case INTEGER PRIMARY KEY REFERENCES test_case (id) ON DELETE CASCADE,
	runs INTEGER NOT NULL,
	failures INTEGER NOT NULL,
	since_failure INTEGER NOT NULL,	-- runs
	last TEXT NOT NULL,
	last_at INTEGER NOT NULL,
	rate REAL NOT NULL CHECK (rate BETWEEN 0 AND 1), -- decayed
	duration_ms INTEGER,		-- NULL: it never passed, or nobody said
	flaky INTEGER NOT NULL CHECK (flaky IN (0, 1))
) STRICT;

PRAGMA user_version = 7;
