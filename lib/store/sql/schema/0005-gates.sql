-- What people decide and change.  Times are milliseconds since 1970-01-01 UTC, hashes lower-case hexadecimal SHA-256.

-- One question: is this output of this phase good enough to go on with.  Other bytes are another question.
CREATE TABLE approval_gate (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	phase TEXT NOT NULL,
	subject_sha256 TEXT NOT NULL CHECK (length(subject_sha256) = 64), -- of all that was to be seen: gate.h
	output_sha256 TEXT NOT NULL CHECK (length(output_sha256) = 64),	  -- of the phase's output alone
	-- asked here, or brought by a bundle: then it is history and approves nothing
	origin TEXT NOT NULL CHECK (origin IN ('asked', 'imported')),
	status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected')),
	asked_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,	-- a pending one is rejected from then on
	decided_at INTEGER,
	decided_by TEXT,
	how TEXT CHECK (how IN ('tty', 'flag', 'policy', 'review', 'timeout')),
	rule TEXT,			-- of the policy that decided
	reason TEXT,			-- in the words of who decided
	CHECK ((status = 'pending') = (decided_at IS NULL)),
	CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
	CHECK ((decided_at IS NULL) = (how IS NULL)),
	UNIQUE (run_id, phase, subject_sha256)
) STRICT;
CREATE INDEX approval_gate_pending ON approval_gate (expires_at) WHERE status = 'pending';

-- A phase's output that a person changed: one execution in place of another, which stays.
CREATE TABLE edit (
	execution_id INTEGER PRIMARY KEY
		REFERENCES phase_execution (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	original_id INTEGER NOT NULL
		REFERENCES phase_execution (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	author TEXT NOT NULL,
	at INTEGER NOT NULL,
	diff TEXT NOT NULL		-- unified, of the outputs printed with indentation
) STRICT;
CREATE INDEX edit_original ON edit (original_id);

PRAGMA user_version = 5;
