INSERT INTO app.events SELECT n, DATE '2026-01-01' + n % 365, 'a', 'note', n FROM generate_series(1, 20) n;
INSERT INTO app.events SELECT n, DATE '2027-01-01' + n % 365, 'a', 'note', n FROM generate_series(21, 40) n;
