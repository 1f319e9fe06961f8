INSERT INTO app.jobs VALUES (1, 'open'), (2, 'done');
