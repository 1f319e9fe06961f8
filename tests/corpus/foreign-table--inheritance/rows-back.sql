INSERT INTO app.p (id, note) VALUES (1, 'a'); INSERT INTO app.here (id, note, own) VALUES (2, 'b', 'c'); INSERT INTO app.near (id, more) VALUES (3, 'd');
