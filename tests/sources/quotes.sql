-- The tables of the application `quotes` as one would write them in SQL: what schema/quotes/schema.ts must come to.
CREATE SCHEMA quotes;

CREATE TABLE quotes.organisations (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  slug text NOT NULL,
  status text NOT NULL DEFAULT 'active',
  base_currency text NOT NULL DEFAULT 'EUR',
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT organisations_pkey PRIMARY KEY (id),
  CONSTRAINT organisations_slug_key UNIQUE (slug),
  CONSTRAINT organisations_name_check CHECK (btrim(name) <> ''),
  CONSTRAINT organisations_slug_check CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  CONSTRAINT organisations_status_check CHECK (status IN ('active', 'suspended', 'closed')),
  CONSTRAINT organisations_base_currency_check CHECK (base_currency ~ '^[A-Z]{3}$'),
  CONSTRAINT organisations_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT organisations_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'customer_id', 'discount', 'org_id', 'price', 'quantity', 'status', 'tax', 'total'])
);
CREATE INDEX organisations_created_at_idx ON quotes.organisations (created_at);
CREATE INDEX organisations_status_idx ON quotes.organisations (status);
ALTER TABLE quotes.organisations ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON quotes.organisations
  USING (id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TABLE quotes.users (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  email text NOT NULL,
  display_name text NOT NULL,
  role text NOT NULL DEFAULT 'member',
  status text NOT NULL DEFAULT 'active',
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT users_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT users_org_fkey FOREIGN KEY (org_id) REFERENCES quotes.organisations (id),
  CONSTRAINT users_email_check CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
  CONSTRAINT users_display_name_check CHECK (btrim(display_name) <> ''),
  CONSTRAINT users_role_check CHECK (role IN ('admin', 'member', 'reader')),
  CONSTRAINT users_status_check CHECK (status IN ('active', 'disabled')),
  CONSTRAINT users_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT users_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'customer_id', 'discount', 'org_id', 'price', 'quantity', 'status', 'tax', 'total'])
);
CREATE INDEX users_created_at_idx ON quotes.users (org_id, created_at);
CREATE INDEX users_status_idx ON quotes.users (org_id, status);
ALTER TABLE quotes.users ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON quotes.users
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE UNIQUE INDEX users_email_key ON quotes.users (org_id, lower(email));

CREATE TABLE quotes.customers (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  number text NOT NULL,
  name text NOT NULL,
  email text,
  tax_number text,
  status text NOT NULL DEFAULT 'active',
  currency text NOT NULL DEFAULT 'EUR',
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT customers_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT customers_org_fkey FOREIGN KEY (org_id) REFERENCES quotes.organisations (id),
  CONSTRAINT customers_number_key UNIQUE (org_id, number),
  CONSTRAINT customers_name_check CHECK (btrim(name) <> ''),
  CONSTRAINT customers_email_check CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
  CONSTRAINT customers_status_check CHECK (status IN ('lead', 'active', 'blocked', 'archived')),
  CONSTRAINT customers_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT customers_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT customers_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'customer_id', 'discount', 'org_id', 'price', 'quantity', 'status', 'tax', 'total'])
);
CREATE INDEX customers_created_at_idx ON quotes.customers (org_id, created_at);
CREATE INDEX customers_status_idx ON quotes.customers (org_id, status);
CREATE INDEX customers_name_idx ON quotes.customers (org_id, lower(name));
ALTER TABLE quotes.customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON quotes.customers
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TABLE quotes.projects (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  customer_id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  status text NOT NULL DEFAULT 'planned',
  starts_on date,
  ends_on date,
  budget numeric(18, 2),
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT projects_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT projects_org_fkey FOREIGN KEY (org_id) REFERENCES quotes.organisations (id),
  CONSTRAINT projects_code_key UNIQUE (org_id, code),
  CONSTRAINT projects_customer_fkey FOREIGN KEY (org_id, customer_id) REFERENCES quotes.customers (org_id, id),
  CONSTRAINT projects_name_check CHECK (btrim(name) <> ''),
  CONSTRAINT projects_status_check CHECK (status IN ('planned', 'active', 'done', 'cancelled')),
  CONSTRAINT projects_dates_check CHECK (ends_on >= starts_on),
  CONSTRAINT projects_budget_check CHECK (budget >= 0),
  CONSTRAINT projects_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT projects_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'customer_id', 'discount', 'org_id', 'price', 'quantity', 'status', 'tax', 'total'])
);
CREATE INDEX projects_created_at_idx ON quotes.projects (org_id, created_at);
CREATE INDEX projects_status_idx ON quotes.projects (org_id, status);
CREATE INDEX projects_customer_idx ON quotes.projects (org_id, customer_id);
ALTER TABLE quotes.projects ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON quotes.projects
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TABLE quotes.rate_cards (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  status text NOT NULL DEFAULT 'draft',
  currency text NOT NULL DEFAULT 'EUR',
  valid_from date NOT NULL,
  valid_until date,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT rate_cards_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT rate_cards_org_fkey FOREIGN KEY (org_id) REFERENCES quotes.organisations (id),
  CONSTRAINT rate_cards_name_key UNIQUE (org_id, name, valid_from),
  CONSTRAINT rate_cards_name_check CHECK (btrim(name) <> ''),
  CONSTRAINT rate_cards_status_check CHECK (status IN ('draft', 'active', 'retired')),
  CONSTRAINT rate_cards_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT rate_cards_validity_check CHECK (valid_until >= valid_from)
);
CREATE INDEX rate_cards_created_at_idx ON quotes.rate_cards (org_id, created_at);
CREATE INDEX rate_cards_status_idx ON quotes.rate_cards (org_id, status);
ALTER TABLE quotes.rate_cards ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON quotes.rate_cards
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TABLE quotes.rate_card_items (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  rate_card_id uuid NOT NULL,
  code text NOT NULL,
  description text NOT NULL DEFAULT '',
  unit text NOT NULL DEFAULT 'hour',
  unit_price numeric(18, 4) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT rate_card_items_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT rate_card_items_org_fkey FOREIGN KEY (org_id) REFERENCES quotes.organisations (id),
  CONSTRAINT rate_card_items_code_key UNIQUE (org_id, rate_card_id, code),
  CONSTRAINT rate_card_items_rate_card_fkey FOREIGN KEY (org_id, rate_card_id) REFERENCES quotes.rate_cards (org_id, id) ON DELETE CASCADE,
  CONSTRAINT rate_card_items_unit_check CHECK (unit IN ('hour', 'day', 'month', 'piece', 'flat')),
  CONSTRAINT rate_card_items_unit_price_check CHECK (unit_price >= 0)
);
CREATE INDEX rate_card_items_created_at_idx ON quotes.rate_card_items (org_id, created_at);
ALTER TABLE quotes.rate_card_items ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON quotes.rate_card_items
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TABLE quotes.quotes (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  customer_id uuid NOT NULL,
  project_id uuid,
  rate_card_id uuid,
  author_id uuid NOT NULL,
  number text NOT NULL,
  status text NOT NULL DEFAULT 'draft',
  currency text NOT NULL DEFAULT 'EUR',
  issued_on date,
  valid_until date,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT quotes_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT quotes_org_fkey FOREIGN KEY (org_id) REFERENCES quotes.organisations (id),
  CONSTRAINT quotes_number_key UNIQUE (org_id, number),
  CONSTRAINT quotes_customer_fkey FOREIGN KEY (org_id, customer_id) REFERENCES quotes.customers (org_id, id),
  CONSTRAINT quotes_project_fkey FOREIGN KEY (org_id, project_id) REFERENCES quotes.projects (org_id, id),
  CONSTRAINT quotes_rate_card_fkey FOREIGN KEY (org_id, rate_card_id) REFERENCES quotes.rate_cards (org_id, id),
  CONSTRAINT quotes_author_fkey FOREIGN KEY (org_id, author_id) REFERENCES quotes.users (org_id, id),
  CONSTRAINT quotes_status_check CHECK (status IN ('draft', 'sent', 'accepted', 'declined', 'expired')),
  CONSTRAINT quotes_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT quotes_issued_check CHECK (status = 'draft' OR issued_on IS NOT NULL),
  CONSTRAINT quotes_validity_check CHECK (valid_until >= issued_on),
  CONSTRAINT quotes_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT quotes_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'customer_id', 'discount', 'org_id', 'price', 'quantity', 'status', 'tax', 'total'])
);
CREATE INDEX quotes_created_at_idx ON quotes.quotes (org_id, created_at);
CREATE INDEX quotes_status_idx ON quotes.quotes (org_id, status);
CREATE INDEX quotes_customer_idx ON quotes.quotes (org_id, customer_id);
CREATE INDEX quotes_project_idx ON quotes.quotes (org_id, project_id);
CREATE INDEX quotes_rate_card_idx ON quotes.quotes (org_id, rate_card_id);
CREATE INDEX quotes_author_idx ON quotes.quotes (org_id, author_id);
CREATE INDEX quotes_open_idx ON quotes.quotes (org_id, valid_until) WHERE status = 'sent';
ALTER TABLE quotes.quotes ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON quotes.quotes
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TABLE quotes.quote_lines (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  quote_id uuid NOT NULL,
  rate_card_item_id uuid,
  position integer NOT NULL,
  description text NOT NULL,
  quantity numeric(18, 4) NOT NULL,
  unit_price numeric(18, 4) NOT NULL,
  discount_percent numeric(5, 2) NOT NULL DEFAULT '0',
  net_amount numeric(18, 2) NOT NULL
    GENERATED ALWAYS AS (round(quantity * unit_price * (1 - discount_percent / 100), 2)) STORED,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT quote_lines_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT quote_lines_org_fkey FOREIGN KEY (org_id) REFERENCES quotes.organisations (id),
  CONSTRAINT quote_lines_position_key UNIQUE (org_id, quote_id, position),
  CONSTRAINT quote_lines_quote_fkey FOREIGN KEY (org_id, quote_id) REFERENCES quotes.quotes (org_id, id) ON DELETE CASCADE,
  CONSTRAINT quote_lines_rate_card_item_fkey FOREIGN KEY (org_id, rate_card_item_id) REFERENCES quotes.rate_card_items (org_id, id),
  CONSTRAINT quote_lines_position_check CHECK (position > 0),
  CONSTRAINT quote_lines_description_check CHECK (btrim(description) <> ''),
  CONSTRAINT quote_lines_quantity_check CHECK (quantity > 0),
  CONSTRAINT quote_lines_unit_price_check CHECK (unit_price >= 0),
  CONSTRAINT quote_lines_discount_check CHECK (discount_percent BETWEEN 0 AND 100)
);
CREATE INDEX quote_lines_created_at_idx ON quotes.quote_lines (org_id, created_at);
CREATE INDEX quote_lines_rate_card_item_idx ON quotes.quote_lines (org_id, rate_card_item_id);
ALTER TABLE quotes.quote_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON quotes.quote_lines
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
