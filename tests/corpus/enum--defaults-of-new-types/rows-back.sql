INSERT INTO app.people VALUES (1, 'fine', 'low', '{low}', NULL, NULL), (2, 'fine', 'high', '{}', NULL, NULL);
