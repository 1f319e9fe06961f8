INSERT INTO app.other VALUES (1);
