/* } { " */ schema "a" { comment = "}" } // {
# "unclosed
locals { x = "${"}"}" }
locals {
  y = "a ${"b ${local.x} \" }"} c"
  z = [ # {
    "]", <<-E
      } ] " ${local.x}
    E
    , local.y
  ]
  e = { a = "}", "b c" = "#" }
}
enum "été-😀\"x" {
  schema = schema.a
  values = local.z
  comment = "${local.e["b c"]} ${local.e.a} $$ %% $$${local.y}"
}
table t {
  schema = schema.a
  column "ÄÖ" { type = text }
  column x {
    type = text // }
    default = <<E
a\nb ' $hcl$ \\
E
  }
}
