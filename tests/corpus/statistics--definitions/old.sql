CREATE SCHEMA app;
CREATE TABLE app.t (a integer, b integer, c text, gone text);
CREATE STATISTICS app.t_ab ON a, b FROM app.t;
CREATE STATISTICS app.t_bc (ndistinct) ON b, c FROM app.t;
CREATE STATISTICS app.t_gone ON a, gone FROM app.t;
