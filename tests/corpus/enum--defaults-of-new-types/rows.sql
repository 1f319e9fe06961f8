INSERT INTO app.people VALUES (1, 'fine', 'low', '{low}'), (2, NULL, 'high', '{}');
