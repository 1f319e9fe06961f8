INSERT INTO app.t VALUES (1, ARRAY['a=>1'::ext.hstore], 'b=>2', NULL), (2, NULL, NULL, NULL);
