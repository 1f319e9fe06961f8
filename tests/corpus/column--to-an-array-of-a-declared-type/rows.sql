INSERT INTO app.t VALUES (1, 2, '(7,x)', '2001-02-03', '1', 'e', NULL);
DELETE FROM app.t WHERE false;
