SELECT name FROM corpus ORDER BY name;
