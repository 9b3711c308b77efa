SELECT id FROM price WHERE model = ?1 AND effective_from = ?2 AND rates = ?3 AND source = ?4;
