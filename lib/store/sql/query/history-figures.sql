-- Of the executions ?1 (coverage), ?2 (ranking) and ?3 (generation), each or none.
SELECT json_extract(c.entry, '$.output.percent'), json_extract(c.entry, '$.output.summary.gap'),
	json_extract(c.entry, '$.output.summary.weak'), json_extract(r.entry, '$.output.score'),
	json_array_length(g.entry, '$.output.tests')
FROM (SELECT 1) LEFT JOIN phase_execution c ON c.id = ?1 LEFT JOIN phase_execution r ON r.id = ?2
	LEFT JOIN phase_execution g ON g.id = ?3;
