DELETE FROM blame_cache WHERE id <= (SELECT max(id) FROM blame_cache) - ?1;
