INSERT INTO app.m VALUES (1, '2026-01-05', 1, 'new', 'n', 1), (2, '2026-02-05', 2, 'old', 'n', 2);
