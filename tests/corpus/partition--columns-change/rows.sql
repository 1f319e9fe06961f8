INSERT INTO app.m VALUES (1, '2026-01-05', 'g', 1, 'new', 'n'), (2, '2026-02-05', 'g', 2, 'old', 'n');
