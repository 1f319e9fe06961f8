INSERT INTO app.people VALUES (1, 'ann@example.org', 'ann'), (2, 'bob@example.org', NULL);
