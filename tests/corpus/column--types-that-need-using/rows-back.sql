INSERT INTO app.t VALUES (1, 5, '2026-01-31', '6f2c1a90-0d5c-4d53-9e0e-3a9b5a1f0c11', true, '{"a": 1}', '{1,2}');
