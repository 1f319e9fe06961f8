# The application `login`: who may sign in, with what, and what came of it.
# What HCL cannot say stands beside this file: privileges.sql, guards.sql. CONTRACT.md tells what may be relied on.

variable "session_days" {
  type        = number
  default     = 30
  description = "How long a session may live."
}

locals {
  # One local part, one @, one domain; an address is proved by a message to it, not by a pattern.
  email_pattern = "^[^@[:space:]]+@[^@[:space:]]+$"
  sha256_bytes  = 32
}

schema "login" {
  comment = "Sign-in service: users, their credentials, sessions and attempts."
}

enum "user_status" {
  schema = schema.login
  values = ["invited", "active", "locked", "disabled"]
}

enum "credential_kind" {
  schema = schema.login
  values = ["password", "passkey", "totp", "recovery_code"]
}

enum "attempt_outcome" {
  schema = schema.login
  values = ["succeeded", "unknown_user", "wrong_credential", "locked", "rate_limited"]
}

table "users" {
  schema  = schema.login
  comment = "People who may sign in; what they may do is the applications' business. @class truth"

  column "id" {
    type    = uuid
    default = sql("gen_random_uuid()")
  }
  column "email" {
    type    = text
    comment = "Unique without regard to case."
  }
  column "display_name" {
    type = text
  }
  column "status" {
    type    = enum.user_status
    default = "invited"
  }
  column "email_verified_at" {
    type = timestamptz
    null = true
  }
  column "locked_until" {
    type    = timestamptz
    null    = true
    comment = "Set after too many failed attempts; null once it has passed."
  }
  column "created_at" {
    type    = timestamptz
    default = sql("now()")
  }
  column "updated_at" {
    type    = timestamptz
    default = sql("now()")
  }

  primary_key "users_pkey" {
    columns = [column.id]
  }
  index "users_email_key" {
    unique = true
    on {
      expr = "lower(email)"
    }
  }
  index "users_status_idx" {
    columns = [column.status]
    where   = "status <> 'active'"
    comment = "Serves the lists of people who cannot sign in."
  }
  check "users_email_check" {
    expr = "email ~ '${local.email_pattern}'"
  }
  check "users_display_name_check" {
    expr = "btrim(display_name) <> ''"
  }
  check "users_active_check" {
    expr = "status <> 'active' OR email_verified_at IS NOT NULL"
  }
}

table "credentials" {
  schema  = schema.login
  comment = "What a person proves herself with; one password, any number of passkeys. @class truth"

  column "id" {
    type    = uuid
    default = sql("gen_random_uuid()")
  }
  column "user_id" {
    type = uuid
  }
  column "kind" {
    type = enum.credential_kind
  }
  column "label" {
    type    = varchar(80)
    default = ""
  }
  column "secret" {
    type    = text
    comment = "A password's hash, a passkey's public key, a sealed seed: never what the person types."
  }
  column "sign_count" {
    type    = bigint
    default = 0
    comment = "Of a passkey; one that goes back shows a copy."
  }
  column "created_at" {
    type    = timestamptz
    default = sql("now()")
  }
  column "last_used_at" {
    type = timestamptz
    null = true
  }

  primary_key "credentials_pkey" {
    columns = [column.id]
  }
  foreign_key "credentials_user_id_fkey" {
    columns     = [column.user_id]
    ref_columns = [table.users.column.id]
    on_delete   = CASCADE
  }
  index "credentials_user_id_idx" {
    columns = [column.user_id, column.kind]
  }
  index "credentials_password_key" {
    unique  = true
    columns = [column.user_id]
    where   = "kind = 'password'"
  }
  check "credentials_secret_check" {
    expr = "secret <> ''"
  }
  check "credentials_sign_count_check" {
    expr = "sign_count >= 0 AND (kind = 'passkey' OR sign_count = 0)"
  }
}

table "identities" {
  schema  = schema.login
  comment = "Accounts elsewhere that a person signs in with. @class truth"

  column "issuer" {
    type = text
  }
  column "subject" {
    type = text
  }
  column "user_id" {
    type = uuid
  }
  column "claims" {
    type    = jsonb
    default = sql("'{}'")
    comment = "What the issuer said the last time. @holds metadata"
  }
  column "linked_at" {
    type    = timestamptz
    default = sql("now()")
  }

  primary_key "identities_pkey" {
    columns = [column.issuer, column.subject]
  }
  foreign_key "identities_user_id_fkey" {
    columns     = [column.user_id]
    ref_columns = [table.users.column.id]
    on_delete   = CASCADE
  }
  index "identities_user_id_idx" {
    columns = [column.user_id]
  }
  check "identities_claims_check" {
    expr = "jsonb_typeof(claims) = 'object'"
  }
}

table "sessions" {
  schema  = schema.login
  comment = "Who is signed in, from where, and until when. @class truth"

  column "id" {
    type    = uuid
    default = sql("gen_random_uuid()")
  }
  column "user_id" {
    type = uuid
  }
  column "token_hash" {
    type    = bytea
    comment = "SHA-256 of the token; the token itself is with its owner only."
  }
  column "address" {
    type = inet
    null = true
  }
  column "user_agent" {
    type = text
    null = true
  }
  column "created_at" {
    type    = timestamptz
    default = sql("now()")
  }
  column "expires_at" {
    type    = timestamptz
    default = sql("now() + interval '${var.session_days} days'")
  }
  column "revoked_at" {
    type = timestamptz
    null = true
  }

  primary_key "sessions_pkey" {
    columns = [column.id]
  }
  unique "sessions_token_hash_key" {
    columns = [column.token_hash]
  }
  foreign_key "sessions_user_id_fkey" {
    columns     = [column.user_id]
    ref_columns = [table.users.column.id]
    on_delete   = CASCADE
  }
  index "sessions_user_id_idx" {
    on {
      column = column.user_id
    }
    on {
      column = column.created_at
      desc   = true
    }
  }
  index "sessions_expires_at_idx" {
    columns = [column.expires_at]
    where   = "revoked_at IS NULL"
    comment = "Serves the job that ends what has expired."
  }
  check "sessions_token_hash_check" {
    expr = "octet_length(token_hash) = ${local.sha256_bytes}"
  }
  check "sessions_expires_at_check" {
    expr = "expires_at > created_at"
  }
}

table "attempts" {
  schema  = schema.login
  comment = "Every attempt to sign in, also of people whom nobody knows; rows are added and never changed. @class append-only"

  column "id" {
    type = bigint
    identity {
      generated = ALWAYS
    }
  }
  column "user_id" {
    type = uuid
    null = true
  }
  column "email" {
    type    = text
    comment = "As it was typed."
  }
  column "address" {
    type = inet
  }
  column "outcome" {
    type = enum.attempt_outcome
  }
  column "attempted_at" {
    type    = timestamptz
    default = sql("now()")
  }

  primary_key "attempts_pkey" {
    columns = [column.id]
  }
  foreign_key "attempts_user_id_fkey" {
    columns     = [column.user_id]
    ref_columns = [table.users.column.id]
  }
  index "attempts_user_id_idx" {
    columns = [column.user_id, column.attempted_at]
  }
  index "attempts_address_idx" {
    columns = [column.address, column.attempted_at]
    comment = "Serves the limit on attempts from one address."
  }
  index "attempts_attempted_at_idx" {
    type    = BRIN
    columns = [column.attempted_at]
  }
  check "attempts_user_id_check" {
    expr = "outcome <> 'unknown_user' OR user_id IS NULL"
  }
}

table "password_resets" {
  schema  = schema.login
  comment = "Links that were sent to people who forgot their password. @class truth"

  column "id" {
    type    = uuid
    default = sql("gen_random_uuid()")
  }
  column "user_id" {
    type = uuid
  }
  column "token_hash" {
    type = bytea
  }
  column "requested_at" {
    type    = timestamptz
    default = sql("now()")
  }
  column "expires_at" {
    type    = timestamptz
    default = sql("now() + interval '1 hour'")
  }
  column "used_at" {
    type = timestamptz
    null = true
  }

  primary_key "password_resets_pkey" {
    columns = [column.id]
  }
  unique "password_resets_token_hash_key" {
    columns = [column.token_hash]
  }
  foreign_key "password_resets_user_id_fkey" {
    columns     = [column.user_id]
    ref_columns = [table.users.column.id]
    on_delete   = CASCADE
  }
  index "password_resets_user_id_idx" {
    columns = [column.user_id]
  }
  check "password_resets_token_hash_check" {
    expr = "octet_length(token_hash) = ${local.sha256_bytes}"
  }
  check "password_resets_expires_at_check" {
    expr = "expires_at > requested_at"
  }
  check "password_resets_used_at_check" {
    expr = "used_at IS NULL OR used_at >= requested_at"
  }
}

view "active_sessions" {
  schema = schema.login
  column "id" {
    type = uuid
  }
  column "user_id" {
    type = uuid
  }
  column "email" {
    type = text
  }
  as         = <<-SQL
    SELECT s.id, s.user_id, u.email, s.address, s.created_at, s.expires_at
    FROM ${table.sessions.name} s
    JOIN ${table.users.name} u ON u.id = s.user_id
    WHERE s.revoked_at IS NULL AND s.expires_at > now() AND u.status = 'active'
  SQL
  depends_on = [table.sessions, table.users]
  comment    = "Sessions that let somebody in now; without the token's hash."
}
