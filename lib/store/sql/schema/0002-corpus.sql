-- A corpus is a body of test cases that stories are matched against.  Times are milliseconds since
-- 1970-01-01 UTC.
CREATE TABLE corpus (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	engine TEXT NOT NULL,		-- how terms and vectors are made; another engine starts anew
	created_at INTEGER NOT NULL,
	indexed_at INTEGER NOT NULL,	-- when the tests that are there were last seen
	tests INTEGER NOT NULL,		-- how many are there
	title_terms INTEGER NOT NULL,	-- terms of a field, summed over them
	path_terms INTEGER NOT NULL,
	body_terms INTEGER NOT NULL,
	frequencies BLOB,		-- hashed document frequencies, for the embedder
	drifted_tests INTEGER NOT NULL	-- changed or gone since the frequencies were counted
) STRICT;

-- Narrow, for it is read whole by every index run.  A test that is gone keeps its row, and with it
-- its history, and takes it back when it returns.
CREATE TABLE test_case (
	id INTEGER PRIMARY KEY,
	corpus INTEGER NOT NULL REFERENCES corpus (id) ON DELETE CASCADE,
	test TEXT NOT NULL,		-- the id of the record
	file TEXT NOT NULL,
	line_sha256 BLOB NOT NULL,	-- of the line as it was read
	content_sha256 BLOB NOT NULL,	-- of the test itself, wherever it is: recognises a rename
	title_terms INTEGER NOT NULL,	-- lengths of the fields in test_text
	path_terms INTEGER NOT NULL,
	body_terms INTEGER NOT NULL,
	first_seen INTEGER NOT NULL,
	last_seen INTEGER,		-- NULL while it is there: then corpus.indexed_at tells
	renamed_from TEXT,		-- its id before the last rename
	UNIQUE (corpus, test)
) STRICT;

CREATE TABLE test_record (
	test_case INTEGER PRIMARY KEY REFERENCES test_case (id) ON DELETE CASCADE,
	record TEXT NOT NULL		-- JSON, as it was read
) STRICT;

-- Requirement ids a test names itself.
CREATE TABLE test_requirement (
	corpus INTEGER NOT NULL,
	requirement TEXT NOT NULL COLLATE NOCASE,
	test_case INTEGER NOT NULL REFERENCES test_case (id) ON DELETE CASCADE,
	PRIMARY KEY (corpus, requirement, test_case)
) STRICT, WITHOUT ROWID;
CREATE INDEX test_requirement_test ON test_requirement (test_case);

-- Terms, split and stemmed beforehand and separated by spaces; rowid is test_case.id.  Only tests
-- that are there.  Large pieces (bytes) written at once and merged late make the first index fast.
CREATE VIRTUAL TABLE test_text USING fts5 (title, path, body, tokenize = 'ascii', columnsize = 0);
INSERT INTO test_text (test_text, rank) VALUES ('hashsize', 16777216), ('automerge', 0);
CREATE VIRTUAL TABLE test_vocab USING fts5vocab (test_text, instance);

PRAGMA user_version = 2;
