INSERT INTO app."a.b" VALUES (1, 'x');
