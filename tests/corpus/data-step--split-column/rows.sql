INSERT INTO app.people SELECT n, 'A' || n || ' van B' || n FROM generate_series(1, 300) n;
