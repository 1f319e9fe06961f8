CREATE SCHEMA app;
CREATE TABLE app.people (id int NOT NULL, code text NOT NULL, mail text);
ALTER TABLE app.people ADD CONSTRAINT people_id_key PRIMARY KEY (id);
ALTER TABLE app.people ADD CONSTRAINT people_code_key UNIQUE (code);
ALTER TABLE app.people REPLICA IDENTITY USING INDEX people_code_key;
ALTER TABLE app.people CLUSTER ON people_id_key;
COMMENT ON CONSTRAINT people_id_key ON app.people IS 'who';
CREATE TABLE app.visits (person int REFERENCES app.people (id), code text REFERENCES app.people (code));
