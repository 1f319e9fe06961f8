INSERT INTO app.t VALUES (1, ARRAY['a=>1'::app.hstore], 'b=>2'), (2, NULL, NULL);
