INSERT INTO app.a (extra) VALUES (1), (2);
