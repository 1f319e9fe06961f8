INSERT INTO app.events SELECT n, DATE '2026-01-01' + n % 365, 'a' FROM generate_series(1, 50) n;
INSERT INTO app.events SELECT n, DATE '2027-01-01' + n % 365, 'a' FROM generate_series(51, 99) n;
