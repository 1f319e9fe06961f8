DO $$BEGIN ASSERT (SELECT string_agg(handle, ' ' ORDER BY id) FROM app.people) = 'ann bob'; END$$;
