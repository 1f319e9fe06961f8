INSERT INTO app.m VALUES (1, '1'), (4, '4'); INSERT INTO app.p VALUES ('2');
