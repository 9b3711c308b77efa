UPDATE limiter SET owed = ?2, owed_at = ?3 WHERE name = ?1;
