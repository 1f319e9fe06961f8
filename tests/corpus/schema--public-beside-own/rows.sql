INSERT INTO settings VALUES ('a', '1');
INSERT INTO app.t VALUES (1, 'a');
