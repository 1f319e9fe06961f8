INSERT INTO app.t VALUES (1, ROW(1, 2), ARRAY[ROW(3, 4)::app.point]);
