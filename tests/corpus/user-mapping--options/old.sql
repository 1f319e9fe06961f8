CREATE SCHEMA app;
CREATE FOREIGN DATA WRAPPER plain;
CREATE SERVER other FOREIGN DATA WRAPPER plain;
CREATE USER MAPPING FOR fdw_reader SERVER other OPTIONS (user 'one');
CREATE USER MAPPING FOR fdw_other SERVER other OPTIONS (user 'same', password_required 'false');
