INSERT INTO app.owners VALUES (1);
INSERT INTO app.events VALUES (1, '2026-05-05', 'a', 1);
