INSERT INTO app.t (id) VALUES (1), (2);
