SELECT EXISTS (SELECT 1 FROM commit_cache WHERE version = ?1);
