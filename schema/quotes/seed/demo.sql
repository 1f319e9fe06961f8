-- One organisation with an administrator, two customers with a project each, a rate card and a draft quote. Idempotent: every
-- row has its id. Row security is forced, so the tenant is named first.
SELECT set_config('app.org_id', '0a000000-0000-4000-8000-000000000001', false);

INSERT INTO quotes.organisations (id, name, slug)
VALUES ('0a000000-0000-4000-8000-000000000001', 'Harbour Works', 'harbour-works')
ON CONFLICT DO NOTHING;

INSERT INTO quotes.users (org_id, id, email, display_name, role)
VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000101', 'admin@harbour.example', 'Ada Admin', 'admin')
ON CONFLICT DO NOTHING;

INSERT INTO quotes.customers (org_id, id, number, name, email)
VALUES
  ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000201', 'C-1001', 'Northwind Shipping', 'office@northwind.example'),
  ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000202', 'C-1002', 'Quayside Bakery', 'hello@quayside.example')
ON CONFLICT DO NOTHING;

INSERT INTO quotes.projects (org_id, id, customer_id, code, name, status)
VALUES
  ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000301', '0a000000-0000-4000-8000-000000000201', 'NW-PORTAL', 'Customer portal', 'active'),
  ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000302', '0a000000-0000-4000-8000-000000000202', 'QB-SHOP', 'Online shop', 'planned')
ON CONFLICT DO NOTHING;

INSERT INTO quotes.rate_cards (org_id, id, name, status, valid_from)
VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000401', 'Standard', 'active', '2026-01-01')
ON CONFLICT DO NOTHING;

INSERT INTO quotes.rate_card_items (org_id, id, rate_card_id, code, description, unit, unit_price)
VALUES
  ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000501', '0a000000-0000-4000-8000-000000000401', 'DEV', 'Development', 'hour', 110),
  ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000502', '0a000000-0000-4000-8000-000000000401', 'OPS', 'Operations', 'month', 480)
ON CONFLICT DO NOTHING;

INSERT INTO quotes.quotes (org_id, id, customer_id, project_id, rate_card_id, author_id, number)
VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000601', '0a000000-0000-4000-8000-000000000201',
  '0a000000-0000-4000-8000-000000000301', '0a000000-0000-4000-8000-000000000401', '0a000000-0000-4000-8000-000000000101', 'Q-2026-0001')
ON CONFLICT DO NOTHING;

INSERT INTO quotes.quote_lines (org_id, id, quote_id, rate_card_item_id, position, description, quantity, unit_price)
VALUES
  ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000701', '0a000000-0000-4000-8000-000000000601', '0a000000-0000-4000-8000-000000000501', 1, 'Portal, first stage', 80, 110),
  ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000702', '0a000000-0000-4000-8000-000000000601', '0a000000-0000-4000-8000-000000000502', 2, 'Operations, one year', 12, 480)
ON CONFLICT DO NOTHING;
