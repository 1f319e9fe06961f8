CREATE SCHEMA app;
CREATE TABLE app.items (id integer PRIMARY KEY, twice integer GENERATED ALWAYS AS (id * 2) STORED);
CREATE PUBLICATION changes FOR TABLE app.items WITH (publish_generated_columns = stored, publish_via_partition_root = true);
CREATE PUBLICATION more FOR TABLE app.items;
