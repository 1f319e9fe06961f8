-- expect: column app.t.status is app.word and has no CHECK of its own
-- expect: column app.t.mail_state is text and has no CHECK of its own
-- expect: column app.t.other_state is character varying(20) and has no CHECK of its own
CREATE DOMAIN app.word AS text;
CREATE DOMAIN app.known AS text CHECK (VALUE IN ('a', 'b'));
CREATE TABLE app.t (status app.word, known_status app.known, mail_state text CHECK (mail_state <> ''),
  other_state varchar(20) CHECK (length(other_state) < 20));
CREATE TABLE app.d (status text);
COMMENT ON TABLE app.d IS '@class document';
