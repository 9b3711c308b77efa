SELECT EXISTS (SELECT 1 FROM attempt WHERE call = ?1 AND model = ?2);
