INSERT INTO app.t (a) VALUES ('a'); INSERT INTO app.m VALUES (2, 'a', '2026-02-02', 'b'); INSERT INTO app.z VALUES (3, 'a', '2026-02-02', 'b', 1, 'c');
