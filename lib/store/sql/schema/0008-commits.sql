-- What the signals need of each commit, read from git once.  No message is kept, only its words.
CREATE TABLE commit_cache (
	id INTEGER PRIMARY KEY,		-- grows with time of reading: the first to go
	oid TEXT NOT NULL UNIQUE CHECK (length(oid) IN (40, 64)),
	version INTEGER NOT NULL,	-- of what made the terms
	terms TEXT NOT NULL,		-- distinct terms of the message, separated by spaces
	-- for each file: its status letter with the beginning of the old blob's id, the same of the new
	-- one ('' for none), the path; each ended by a zero byte
	files BLOB NOT NULL
) STRICT;

-- Which commits wrote lines of a file, as git blame told.
CREATE TABLE blame_cache (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE CHECK (length(key) = 64),	-- SHA-256 of the question
	lines TEXT NOT NULL	-- "OID COUNT" a line; '' also where git could not say
) STRICT;

PRAGMA user_version = 8;
