INSERT INTO app.persons VALUES (1, 'Ann', '2001-02-03'), (2, 'Bo', NULL);
INSERT INTO app.visits VALUES (1), (2);
