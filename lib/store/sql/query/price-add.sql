INSERT INTO price (model, effective_from, rates, source) VALUES (?1, ?2, ?3, ?4);
