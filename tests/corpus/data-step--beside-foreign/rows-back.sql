INSERT INTO app.m VALUES (1, 'x', 2), (12, 'x', 24);
INSERT INTO app.p VALUES (1, 'x');
INSERT INTO app.h VALUES (1, 'x');
