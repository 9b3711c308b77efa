-- Calls of models.  Times are milliseconds since 1970-01-01 UTC, money is micro-dollars (1e-6 USD).

-- A price as it was in force when a call was made, so that its cost can be computed again.
CREATE TABLE price (
	id INTEGER PRIMARY KEY,
	model TEXT NOT NULL,		-- the row of the price table
	effective_from TEXT NOT NULL,	-- YYYY-MM-DD
	rates TEXT NOT NULL,		-- JSON: USD per million tokens
	source TEXT NOT NULL,		-- where the table has it from
	UNIQUE (model, effective_from, rates, source)
) STRICT;

-- One row a model call, written before it is sent.  A row that stays 'sent' belongs to a process
-- that was killed; what it reserved counts as spent.  Runs go, their attempts stay.
CREATE TABLE attempt (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	call TEXT NOT NULL,		-- one uuid for all attempts of one question
	run_id TEXT NOT NULL,		-- '' outside a run; the run's row may come later
	phase TEXT NOT NULL,		-- '' outside a phase
	model TEXT NOT NULL,		-- provider/model as asked for
	resolved_model TEXT NOT NULL,	-- as the provider says
	number INTEGER NOT NULL,	-- from 1, within the call
	request_sha256 TEXT NOT NULL,	-- the key of the cache
	prompt_sha256 TEXT NOT NULL,	-- '' where there is no prompt file
	status TEXT NOT NULL CHECK (status IN ('sent', 'ok', 'failed', 'interrupted', 'cached')),
	fault TEXT NOT NULL,		-- class of what went wrong, '' for none
	http_status INTEGER NOT NULL,	-- 0: none
	reason TEXT NOT NULL,		-- the provider's words
	fallback TEXT NOT NULL,		-- why this model and not the one before; '' for the first
	started_at INTEGER NOT NULL,
	ended_at INTEGER,
	waited_ms INTEGER NOT NULL,	-- for a place, before it was sent
	first_byte_ms INTEGER,
	uncached_in INTEGER NOT NULL,	-- tokens, each counted once
	cache_read INTEGER NOT NULL,
	cache_write_5m INTEGER NOT NULL,
	cache_write_1h INTEGER NOT NULL,
	out INTEGER NOT NULL,
	reasoning INTEGER NOT NULL,	-- part of out
	usage_known INTEGER NOT NULL CHECK (usage_known IN (0, 1)),
	reserved INTEGER NOT NULL CHECK (reserved >= 0), -- set aside while the cost is not known
	cost INTEGER CHECK (cost >= 0),	-- NULL: unknown
	saved INTEGER,			-- of a cached one: what it cost when it was asked; NULL: unknown
	price INTEGER REFERENCES price (id)
) STRICT;
CREATE INDEX attempt_run ON attempt (run_id, id);
CREATE INDEX attempt_call ON attempt (call, number);
CREATE INDEX attempt_spent ON attempt (started_at, reserved, cost);

-- Replies worth keeping.  In a file of its own, the user's cache; same schema.
CREATE TABLE cache (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE,
	fields TEXT NOT NULL,		-- JSON object: what the key is made of, hashed where long
	model TEXT NOT NULL,
	reply TEXT NOT NULL,		-- JSON
	bytes INTEGER NOT NULL,		-- of fields and reply
	cost INTEGER,			-- what it cost to ask; NULL: unknown
	made_at INTEGER NOT NULL,
	used_at INTEGER NOT NULL	-- to the minute
) STRICT;
CREATE INDEX cache_used ON cache (used_at, bytes);
CREATE INDEX cache_model ON cache (model, made_at);

-- The pace of requests and buckets of tokens, shared by all processes on this store.
CREATE TABLE limiter (
	name TEXT PRIMARY KEY,		-- "all", a provider, a model, a phase
	went_at REAL NOT NULL,		-- when the last request went, ms
	next_at REAL NOT NULL,		-- when the next one may go, ms
	owed REAL NOT NULL,		-- tokens taken from the bucket and not yet back
	owed_at REAL NOT NULL,		-- as of then
	blocked_until INTEGER NOT NULL	-- a server said so; only ever later
) STRICT, WITHOUT ROWID;

-- Requests on their way, for limits of concurrency.
CREATE TABLE limiter_lease (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL,
	pid INTEGER NOT NULL,
	until INTEGER NOT NULL		-- given back by then, or its process is gone
) STRICT;
CREATE INDEX limiter_lease_name ON limiter_lease (name);

CREATE TABLE breaker (
	name TEXT PRIMARY KEY,		-- model and base URL
	state TEXT NOT NULL CHECK (state IN ('closed', 'open', 'half-open')),
	failures INTEGER NOT NULL,	-- one after the other
	recent TEXT NOT NULL,		-- the last outcomes, '+' and '-', newest last
	recent_at INTEGER NOT NULL,	-- when the newest came; old ones are forgotten
	opened INTEGER NOT NULL,	-- how often in a row
	until INTEGER NOT NULL,		-- open, or the probe has time, until then
	generation INTEGER NOT NULL	-- counts changes of state: late results of an earlier one are ignored
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 3;
