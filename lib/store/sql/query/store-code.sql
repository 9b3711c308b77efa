-- What runs by itself when something is written or read.
SELECT name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view');
