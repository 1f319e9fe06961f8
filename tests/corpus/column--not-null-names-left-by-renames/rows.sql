INSERT INTO app.t VALUES ('b'); INSERT INTO app.is_now VALUES (1);
