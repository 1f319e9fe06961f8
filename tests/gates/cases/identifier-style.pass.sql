CREATE TABLE app.order_lines (id int CONSTRAINT order_lines_pkey PRIMARY KEY, position int);
