-- The request that went at ?2 did not go after all; ?3 tokens come back.
UPDATE limiter SET next_at = CASE WHEN went_at = ?2 THEN ?2 ELSE next_at END,
	owed = max(0.0, owed - ?3)
WHERE name = ?1;
