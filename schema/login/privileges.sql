-- Who may do what. The group roles login_rw and login_ro are made by the stack.
GRANT USAGE ON SCHEMA login TO login_rw, login_ro;

GRANT SELECT, INSERT, UPDATE ON login.users TO login_rw;
GRANT SELECT, INSERT, UPDATE, DELETE ON login.credentials, login.identities, login.sessions, login.password_resets TO login_rw;
-- The history of attempts is added to and read, and by nobody changed (LOGIN-HISTORY-1). Nobody deletes people
-- (LOGIN-PEOPLE-2).
GRANT SELECT, INSERT ON login.attempts TO login_rw;
GRANT SELECT ON login.active_sessions TO login_rw;

-- Whoever only reads sees no secrets: neither credentials nor hashes of tokens (LOGIN-SECRETS-2).
GRANT SELECT ON login.users, login.attempts, login.active_sessions TO login_ro;
