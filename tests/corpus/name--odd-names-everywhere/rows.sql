INSERT INTO "My Schema.v1"."select" ("from.where", "say ""hi""", "größe") VALUES ('it''s', 'hi', 5), ('c,d', 'ho', 6);
