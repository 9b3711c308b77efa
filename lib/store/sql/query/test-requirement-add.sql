INSERT OR IGNORE INTO test_requirement (corpus, requirement, test_case) VALUES (?1, ?2, ?3);
