SELECT oid, terms, files FROM commit_cache WHERE version = ?1;
