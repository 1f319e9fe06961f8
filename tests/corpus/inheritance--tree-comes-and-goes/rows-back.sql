INSERT INTO app.z (id) VALUES (1); INSERT INTO app.a (own) VALUES ('o');
