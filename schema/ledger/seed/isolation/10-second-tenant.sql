-- For the rehearsal of isolation alone; no database is given these rows. Another organisation with a row in each table,
-- and for the first one what its seeds leave empty.
SELECT set_config('app.org_id', '0b000000-0000-4000-8000-000000000001', true),
       set_config('app.user_id', '0b000000-0000-4000-8000-000000000101', true);

INSERT INTO ledger.organisations (id, name, slug)
  VALUES ('0b000000-0000-4000-8000-000000000001', 'Other Works', 'other-works');
INSERT INTO ledger.users (id, email, display_name)
  VALUES ('0b000000-0000-4000-8000-000000000101', 'admin@other.example', 'Bo Other');
INSERT INTO ledger.memberships (org_id, id, user_id, role, status)
  VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000201',
          '0b000000-0000-4000-8000-000000000101', 'admin', 'active');
INSERT INTO ledger.customers (org_id, id, number, name)
  VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000301', 'C-1', 'Their customer');
INSERT INTO ledger.rate_cards (org_id, id, name, valid_from)
  VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000401', 'Theirs', '2026-01-01');
INSERT INTO ledger.rate_card_items (org_id, id, rate_card_id, code, unit_price)
  VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000411',
          '0b000000-0000-4000-8000-000000000401', 'WORK', 90);
INSERT INTO ledger.projects (org_id, id, customer_id, code, name)
  VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000501',
          '0b000000-0000-4000-8000-000000000301', 'P-1', 'Their project');
INSERT INTO ledger.quotes (org_id, id, customer_id, number)
  VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000601',
          '0b000000-0000-4000-8000-000000000301', 'Q-1');
INSERT INTO ledger.quote_lines (org_id, id, quote_id, position, description, unit_price)
  VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000611',
          '0b000000-0000-4000-8000-000000000601', 1, 'Their line', 90);
