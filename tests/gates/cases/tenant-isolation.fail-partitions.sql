-- expect: table app.countries is the same for all tenants, and lets app_rw INSERT of its partition app.countries_1
CREATE TABLE app.countries (code text PRIMARY KEY) PARTITION BY LIST (code);
COMMENT ON TABLE app.countries IS '@class reference';
CREATE TABLE app.countries_1 PARTITION OF app.countries DEFAULT;
GRANT SELECT, INSERT ON app.countries_1 TO app_rw;
