SELECT name FROM vector_collection ORDER BY name;
