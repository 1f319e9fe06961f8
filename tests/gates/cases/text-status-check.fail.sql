-- expect: column app.t.status is text and has no CHECK of its own
-- expect: column app.t.payment_status is character varying(9) and has no CHECK of its own
-- expect: column app.t.order_status is text[] and has no CHECK of its own
CREATE TABLE app.t (status text, payment_status varchar(9), CHECK (status <> payment_status));
ALTER TABLE app.t ADD order_status text[];
