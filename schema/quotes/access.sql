-- Who may do what. The group roles quotes_rw and quotes_ro are made by the stack. Row security is forced, so that the owner
-- of a table is held by its policies, too: Drizzle enables it only.
GRANT USAGE ON SCHEMA quotes TO quotes_rw, quotes_ro;

ALTER TABLE quotes.organisations FORCE ROW LEVEL SECURITY;
GRANT SELECT ON quotes.organisations TO quotes_ro;
GRANT SELECT, INSERT, UPDATE ON quotes.organisations TO quotes_rw;

ALTER TABLE quotes.users FORCE ROW LEVEL SECURITY;
GRANT SELECT ON quotes.users TO quotes_ro;
GRANT SELECT, INSERT, UPDATE ON quotes.users TO quotes_rw;

ALTER TABLE quotes.customers FORCE ROW LEVEL SECURITY;
GRANT SELECT ON quotes.customers TO quotes_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON quotes.customers TO quotes_rw;

ALTER TABLE quotes.projects FORCE ROW LEVEL SECURITY;
GRANT SELECT ON quotes.projects TO quotes_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON quotes.projects TO quotes_rw;

ALTER TABLE quotes.rate_cards FORCE ROW LEVEL SECURITY;
GRANT SELECT ON quotes.rate_cards TO quotes_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON quotes.rate_cards TO quotes_rw;

ALTER TABLE quotes.rate_card_items FORCE ROW LEVEL SECURITY;
GRANT SELECT ON quotes.rate_card_items TO quotes_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON quotes.rate_card_items TO quotes_rw;

ALTER TABLE quotes.quotes FORCE ROW LEVEL SECURITY;
GRANT SELECT ON quotes.quotes TO quotes_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON quotes.quotes TO quotes_rw;

ALTER TABLE quotes.quote_lines FORCE ROW LEVEL SECURITY;
GRANT SELECT ON quotes.quote_lines TO quotes_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON quotes.quote_lines TO quotes_rw;
