INSERT INTO app.m SELECT n, '2026-01-05', 'a' FROM generate_series(1, 50) n;
