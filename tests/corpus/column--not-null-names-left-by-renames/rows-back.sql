INSERT INTO app.t VALUES ('b', 'a'); INSERT INTO app.is_now VALUES (1);
