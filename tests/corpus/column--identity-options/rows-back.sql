INSERT INTO app.t (v) VALUES ('a'), ('b');
