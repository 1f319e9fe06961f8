-- One organisation and its admin. Row security holds for seeds as well: the tenant and the person come first.
SELECT set_config('app.org_id', '0a000000-0000-4000-8000-000000000001', true),
       set_config('app.user_id', '0a000000-0000-4000-8000-000000000101', true);

INSERT INTO ledger.organisations (id, name, slug, base_currency)
  VALUES ('0a000000-0000-4000-8000-000000000001', 'Nordlicht Studio', 'nordlicht-studio', 'EUR')
  ON CONFLICT DO NOTHING;

INSERT INTO ledger.users (id, email, display_name)
  VALUES ('0a000000-0000-4000-8000-000000000101', 'admin@nordlicht.example', 'Ada Nord')
  ON CONFLICT DO NOTHING;

INSERT INTO ledger.memberships (org_id, id, user_id, role, status)
  VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000201',
          '0a000000-0000-4000-8000-000000000101', 'admin', 'active')
  ON CONFLICT DO NOTHING;
