INSERT INTO app.t (a, gone) VALUES ('a', 'g'); INSERT INTO app.m VALUES (2, 'a', 'g', 'b'); INSERT INTO app.z VALUES (3, 'a', 'g', 'b', 'c');
