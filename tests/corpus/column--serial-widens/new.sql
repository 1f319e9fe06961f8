CREATE SCHEMA app;
CREATE TABLE app.items (id bigserial PRIMARY KEY, code bigint DEFAULT 7, parent bigint REFERENCES app.items (id));
CREATE VIEW app.codes AS SELECT code FROM app.items;
