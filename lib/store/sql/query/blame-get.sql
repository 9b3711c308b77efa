SELECT lines FROM blame_cache WHERE key = ?1;
