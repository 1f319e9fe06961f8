# Blocks that refer to those of blocks.hcl. rename: is a word of directives, and this line is one of none.
table "rooms" {
  schema = schema.app
  column "during" {
    type = tstzrange
  }
  column "room" { type = int }
  exclude "rooms_during_excl" {
    type = GIST
    on {
      column = column.during
      op     = "&&"
    }
    where = "room > 0"
  }
}

table "logs" {
  schema = schema.app
  column "date" { type = date }
  column "kind" { type = integer }
  column "at" { type = timestamp(3) }
  column "span" { type = double_precision }
  partition {
    type    = RANGE
    columns = [column.date]
  }
}

table "metrics" {
  schema = schema.app
  column "x" { type = integer }
  column "y" { type = float }
  partition {
    type = HASH
    by {
      column = column.x
    }
    by {
      expr = "floor(y)"
    }
  }
}

view "clean_users" {
  schema = schema.app
  column "id" {
    type    = bigint
    comment = "who"
  }
  column "full" { type = text }
  as           = <<-SQL
    SELECT u.${table.app.users.column.id.name}, u."Full Name" AS "full"
      FROM ${table.app.users.name} AS u -- every { one }
     WHERE ok;
  SQL
  check_option = CASCADED
  depends_on   = [table.app.users]
  comment      = "without what is secret"
}

materialized "totals" {
  schema = schema.app
  column "total" {
    null = true
    type = numeric
  }
  index "totals_total" {
    unique = true
    on {
      expr = "total > 0"
    }
  }
  as         = "SELECT sum(price) AS total FROM users"
  comment    = "of all"
  depends_on = [table.app.users, view.clean_users]
}

function "positive" {
  schema     = schema.app
  lang       = SQL
  arg "v" { type = integer }
  arg "limit" {
    type    = integer
    default = 0
  }
  return     = boolean
  as         = "SELECT v > \"limit\""
  volatility = IMMUTABLE
  leakproof  = false
  strict     = true
  parallel   = SAFE
  security   = INVOKER
  comment    = "more than the limit"
}

function "one" {
  schema = schema.app
  lang   = SQL
  arg {
    type = integer
  }
  return = integer
  as     = <<-SQL
   BEGIN ATOMIC
    SELECT $1 + 1;
   END
  SQL
}

function "rows" {
  schema = schema.app
  lang   = SQL
  return_table {
    column "id" { type = bigint }
    column "name" { type = text }
  }
  as = "SELECT id, \"Full Name\" FROM app.users"
}

function "set" {
  schema = schema.app
  lang   = SQL
  return_set { type = table.app.users }
  as = "SELECT * FROM app.users"
}

function "audit" {
  schema   = schema.app
  lang     = PLpgSQL
  return   = trigger
  security = DEFINER
  as       = <<-SQL
  BEGIN
    -- $hcl$ $${not_hcl}
    RETURN NEW;
  END;
  SQL
}

procedure "clear" {
  schema  = schema.app
  lang    = SQL
  arg "a" { type = integer }
  as      = "DELETE FROM app.rooms WHERE room = a"
  comment = "one room"
}

trigger "users_audit" {
  on      = table.app.users
  foreach = ROW
  when    = "NEW.ok"
  before {
    insert    = true
    update_of = [table.app.users.column.price, column.note]
  }
  execute {
    function = function.audit
    args     = ["it's", 1]
  }
  comment = "who did it"
}

trigger "rooms_audit" {
  on = table.rooms
  after {
    delete   = true
    truncate = true
  }
  execute {
    function = function.audit
  }
}

policy "own" {
  on         = table.app.users
  as         = RESTRICTIVE
  for        = UPDATE
  to         = [PUBLIC]
  using      = "id = current_setting('app.user')::bigint"
  with_check = "ok"
  comment    = "only oneself"
}

range "prices" {
  schema       = schema.app
  subtype      = float8
  subtype_diff = float8mi
  comment      = "from, to"
}

aggregate "total" {
  schema = schema.app
  arg {
    type = bigint
  }
  state_type    = bigint
  state_func    = int8pl
  initial_value = 0
  parallel      = SAFE
}

table "accounts" {
  schema           = schema.app
  access_method    = heap
  replica_identity = index.accounts_key
  column "id" { type = bigint }
  column "twin_id" { type = bigint }
  column "price" {
    type = range.prices
    null = true
  }
  column "pause" {
    type    = day_to_second(4)
    default = "3 hours"
  }
  unique "accounts_key" {
    columns = [column.id]
  }
  foreign_key "accounts_twin_id_fkey" {
    columns     = [column.twin_id]
    ref_columns = [column.id]
    deferrable  = INITIALLY_DEFERRED
  }
  index "accounts_price_idx" {
    type    = GiST
    columns = [column.price]
    storage_params {
      fillfactor = 50
      buffering  = ON
    }
  }
  storage_params {
    fillfactor         = 70
    autovacuum_enabled = false
  }
}

trigger "stamp" {
  for_each = [table.rooms, table.accounts]
  on       = each.value
  foreach  = ROW
  before {
    update = true
  }
  execute {
    function = function.audit
  }
}

permission {
  for_each   = toset([table.rooms, table.accounts, view.clean_users])
  to         = PUBLIC
  for        = each.value
  privileges = [SELECT]
}

permission {
  to         = "public"
  for        = table.accounts.column.price
  privileges = [UPDATE, INSERT]
}
