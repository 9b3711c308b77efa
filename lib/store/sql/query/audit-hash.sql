-- Is ?2 (NULL: any number) the number of a row with this hash?
SELECT EXISTS (SELECT 1 FROM audit_log WHERE seq = ?2 AND hash = ?1)
	OR (?2 IS NULL AND EXISTS (SELECT 1 FROM audit_log WHERE hash = ?1));
