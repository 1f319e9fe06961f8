CREATE SCHEMA app;
CREATE TABLE app.departments (id integer PRIMARY KEY, head_id integer, parent_id integer REFERENCES app.departments (id));
CREATE TABLE app.people (
  id integer PRIMARY KEY,
  department_id integer NOT NULL REFERENCES app.departments (id),
  boss_id integer REFERENCES app.people (id) ON DELETE SET NULL
);
CREATE UNIQUE INDEX people_department ON app.people (id, department_id);
ALTER TABLE app.departments ADD CONSTRAINT departments_head FOREIGN KEY (head_id, id) REFERENCES app.people (id, department_id)
  DEFERRABLE INITIALLY DEFERRED NOT VALID;
