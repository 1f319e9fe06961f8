CREATE SCHEMA a;
COMMENT ON SCHEMA a IS '}';
CREATE TYPE a."été-😀""x" AS ENUM (']', E'} ] " }\n', 'a b } " } c');
COMMENT ON TYPE a."été-😀""x" IS '# } $$ %% $${local.y}';
CREATE TABLE a.t ("ÄÖ" text NOT NULL, x text NOT NULL DEFAULT E'a\\nb '' $hcl$ \\\\\n');
