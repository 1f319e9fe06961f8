INSERT INTO app.people VALUES (1, 'a', 'a@example.com'), (2, 'b', NULL);
INSERT INTO app.visits VALUES (1, 'a'), (2, 'b');
