// Every block and attribute that is read, once at least. Its twin is blocks.sql; more-blocks.hcl goes on.
schema "app" {
  comment = "it's \"quoted\", C:\\ and ${local.euro}"
}

schema "other" {}

locals {
  euro   = "€ and \u00e9"
  limits = { low = 1, high = -2.5, names = ["a", "b"] }
  prefix = "$${not} %%{either} ${var.unit}"
}

variable "unit" {
  type    = string
  default = "m²"
}

extension "citext" {
  schema  = schema.app
  comment = "data type for case-insensitive character strings"
}

enum "status" {
  schema  = schema.app
  values  = ["on", "it's off", "{", "/*"]
  comment = "switch"
}

domain "postal_code" {
  schema  = schema.app
  type    = text
  null    = true
  default = "00000"
  collate = "C"
  comment = "five digits"
  check "postal_code_check" {
    expr = "VALUE ~ '^\\d{5}$'"
  }
}

domain "positive" {
  schema = schema.app
  type   = numeric(10, 2)
  check "positive_check" {
    expr = "VALUE > 0"
  }
}

composite "address" {
  schema = schema.app
  field "street" {
    type    = text
    collate = "C"
  }
  field "Zip Code" {
    type = domain.postal_code
  }
}

sequence "numbers" {
  schema    = schema.app
  type      = smallint
  start     = 100
  increment = 2
  min_value = 100
  max_value = 1000
  cache     = 5
  cycle     = true
  comment   = "even ones"
}

sequence "owned" {
  schema = schema.app
  owner  = table.app.users.column.number
}

table "app" "users" {
  schema  = schema.app
  comment = <<EOT
Two lines, with "quotes", a } brace,
$${no interpolation} and ${local.euro}
EOT
  column "id" {
    type = bigint
    identity {
      generated = BY_DEFAULT
      start     = 10
      increment = 10
    }
  }
  column "number" {
    type    = bigint
    default = sql("nextval('app.owned'::regclass)")
  }
  column "Full Name" { type = varchar(255) }
  column "status" {
    type    = enum.status
    default = "it's off"
  }
  column "price" {
    type    = numeric(12, 3)
    default = local.limits.high
  }
  column "huge" {
    type    = numeric
    default = 12345678901234567890.123 # no digit is lost
  }
  column "ok" {
    type    = bool
    default = true
    null    = false
  }
  column "note" {
    type    = text
    null    = true
    collate = "C"
    default = "${local.prefix} \"x\"\t\\"
    comment = "a 'comment'"
  }
  column "home" {
    type = composite.address
    null = true
  }
  column "zip" {
    type = domain.postal_code
    null = true
  }
  column "tags" {
    type    = sql("text[]")
    default = sql("'{}'")
  }
  column "lower_name" {
    type = text
    null = true
    as   = "lower(\"Full Name\")"
  }
  column "twice" {
    type = numeric
    null = true
    as {
      expr = "price * 2"
      type = STORED
    }
  }
  column "manager_id" {
    type = bigint
    null = true
  }
  column "email" {
    type = sql("app.citext")
    null = true
  }
  primary_key {
    columns = [column.id]
    include = [column.status]
  }
  unique "users_number_key" {
    columns = [column.number]
    include = [column.price]
  }
  foreign_key "manager_fk" {
    columns     = [column.manager_id]
    ref_columns = [column.id]
    on_delete   = SET_NULL
    on_update   = "NO ACTION"
    comment     = "a person's boss"
  }
  check "positive price" {
    expr = "price > -3 AND status <> '/*'" /* a } comment { */
  }
  index "users_name" {
    unique  = true
    comment = "by name"
    on {
      column = table.app.users.column["Full Name"]
      desc   = true
      ops    = varchar_pattern_ops
    }
    on {
      expr        = "coalesce(note, '}')"
      nulls_first = true
    }
    include = [column.price]
    where   = "ok"
  }
  index "users_tags" {
    type    = GIN
    columns = [column.tags]
  }
  index "users_number_brin" {
    type           = BRIN
    columns        = [column.number]
    page_per_range = 64
  }
  index "users_distinct" {
    unique         = true
    columns        = [column.zip]
    nulls_distinct = false
  }
  row_security {
    enabled  = true
    enforced = true
  }
}

table "other" "users" {
  schema   = schema.other
  unlogged = true
  column "id" {
    type = serial
  }
  column "user_id" {
    type = bigint
  }
  foreign_key "users_user_id_fkey" {
    columns     = [column.user_id]
    ref_columns = [table.app.users.column.id]
    on_delete   = CASCADE
  }
  primary_key "users_pk" {
    columns = [column.id]
    comment = "the key"
  }
}
