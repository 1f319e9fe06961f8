-- expect: table app.invoices has no CHECK on its status that lists what it may be; it has no column version (integer, NOT NULL)
-- expect: which refuses changes once posted
-- expect: table app.orders has a column posted_at and is of class truth
-- not mended: only whoever knows the table can say its class
CREATE TABLE app.invoices (id int, status text);
COMMENT ON TABLE app.invoices IS '@class document';
CREATE TABLE app.orders (posted_at timestamptz);
COMMENT ON TABLE app.orders IS '@class truth';
