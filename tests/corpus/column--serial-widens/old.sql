CREATE SCHEMA app;
CREATE TABLE app.items (id serial PRIMARY KEY, code int DEFAULT 7, parent int REFERENCES app.items (id));
CREATE VIEW app.codes AS SELECT code FROM app.items;
