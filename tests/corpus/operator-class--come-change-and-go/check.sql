SET enable_seqscan = off;
DO $$ BEGIN IF (SELECT count(*) FROM app.t WHERE size OPERATOR(app.=#) 7) <> 2 THEN RAISE 'the index does not find by size'; END IF; END $$;
