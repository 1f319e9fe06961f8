-- For the rehearsal of isolation alone; no database is given these rows. Another organisation with a row in each table.
SELECT set_config('app.org_id', '0b000000-0000-4000-8000-000000000001', false);

INSERT INTO quotes.organisations (id, name, slug) VALUES ('0b000000-0000-4000-8000-000000000001', 'Other Works', 'other-works');
INSERT INTO quotes.users (org_id, id, email, display_name) VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000101', 'admin@other.example', 'Bo Other');
INSERT INTO quotes.customers (org_id, id, number, name) VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000201', 'C-1', 'Their customer');
INSERT INTO quotes.projects (org_id, id, customer_id, code, name)
  VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000301', '0b000000-0000-4000-8000-000000000201', 'P-1', 'Their project');
INSERT INTO quotes.rate_cards (org_id, id, name, valid_from) VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000401', 'Theirs', '2026-01-01');
INSERT INTO quotes.rate_card_items (org_id, id, rate_card_id, code, unit_price)
  VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000501', '0b000000-0000-4000-8000-000000000401', 'WORK', 90);
INSERT INTO quotes.quotes (org_id, id, customer_id, project_id, rate_card_id, author_id, number)
  VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000601', '0b000000-0000-4000-8000-000000000201', '0b000000-0000-4000-8000-000000000301',
          '0b000000-0000-4000-8000-000000000401', '0b000000-0000-4000-8000-000000000101', 'Q-1');
INSERT INTO quotes.quote_lines (org_id, id, quote_id, rate_card_item_id, position, description, quantity, unit_price)
  VALUES ('0b000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000701', '0b000000-0000-4000-8000-000000000601', '0b000000-0000-4000-8000-000000000501',
          1, 'Their work', 10, 90);
