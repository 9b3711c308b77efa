DELETE FROM commit_cache WHERE id <= (SELECT max(id) FROM commit_cache) - ?1;
