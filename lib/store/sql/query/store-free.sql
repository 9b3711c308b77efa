SELECT 100 * (SELECT freelist_count FROM pragma_freelist_count)
	/ max(1, (SELECT page_count FROM pragma_page_count));
