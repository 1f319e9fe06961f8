CREATE SCHEMA app;
CREATE TABLE app.people (id int NOT NULL, code text NOT NULL, mail text);
CREATE UNIQUE INDEX people_id_key ON app.people (id);
CREATE UNIQUE INDEX people_code_key ON app.people (code);
ALTER TABLE app.people REPLICA IDENTITY USING INDEX people_code_key;
ALTER TABLE app.people CLUSTER ON people_id_key;
COMMENT ON INDEX app.people_id_key IS 'who';
CREATE TABLE app.visits (person int REFERENCES app.people (id), code text REFERENCES app.people (code));
