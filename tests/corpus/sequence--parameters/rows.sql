SELECT setval('app.numbers', 41);
