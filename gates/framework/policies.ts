// What the policies of a table let through, measured against its tenant. Pure.
import { quoteName } from "../../engine/index";
import type { Facts, Table } from "./facts";
import { tenantForms, tenantSetting, tenantSql } from "./tenant";
import { and, nameOf } from "./words";

export interface Wrong {
  readonly message: string;
  readonly sql: string | null;
}

const commands = ["SELECT", "INSERT", "UPDATE", "DELETE"] as const;
type Command = (typeof commands)[number];

/** UPDATE has two: rows that are there are read by USING, and new ones are written by WITH CHECK (manual, CREATE POLICY). */
interface Door {
  readonly command: Command;
  readonly by: "using" | "check";
}

const doors: readonly Door[] = [
  { command: "SELECT", by: "using" },
  { command: "INSERT", by: "check" },
  { command: "UPDATE", by: "using" },
  { command: "UPDATE", by: "check" },
  { command: "DELETE", by: "using" },
];

interface Policy {
  readonly name: string;
  readonly isPermissive: boolean;
  readonly roles: readonly string[];
  /** Where its condition is the tenant's. */
  readonly keeps: readonly Door[];
  /** Where it has another condition. One without condition for a door says nothing there. */
  readonly others: readonly Door[];
}

function policiesOf(table: Table, forms: ReadonlySet<string>, facts: Facts): readonly Policy[] {
  return facts.on(table.id, "policy").map(({ path, attributes }) => {
    const { command, roles, using, check, permissive } = attributes;
    const conditionAt = ({ by }: Door): string | null => (by === "using" ? using : (check ?? using));
    const own = doors.filter((door) => command === "ALL" || command === door.command);
    const told = own.filter((door) => conditionAt(door) !== null);
    const isTenant = (door: Door): boolean => forms.has(conditionAt(door) ?? "");
    return {
      name: path.at(-1) ?? "",
      isPermissive: permissive,
      roles,
      keeps: told.filter(isTenant),
      others: told.filter((door) => !isTenant(door)),
    };
  });
}

/**
 * Where the policies of a table do not keep every command to the tenant. Permissive policies are joined by OR, and
 * restrictive ones by AND (manual, CREATE POLICY).
 *
 * @param root table whose Postgres schema says the setting: the table itself, or the one above a partition
 */
export function leaksOf(table: Table, tenant: string, facts: Facts, root = table): readonly Wrong[] {
  const found = policiesOf(table, tenantForms(tenant, root, facts), facts);
  const isForAll = ({ roles }: Policy): boolean => roles.includes("public");
  const restricted = found.filter((one) => !one.isPermissive && isForAll(one)).flatMap(({ keeps }) => keeps);
  const leaks = found.flatMap((policy) => {
    const open = policy.isPermissive ? policy.others.filter((door) => !restricted.includes(door)) : [];
    return open.length === 0 ? [] : [{ name: policy.name, open: commandsOf(open) }];
  });
  const wrong: Wrong[] = leaks.map(({ name, open }) => ({
    message: `has the policy ${quoteName(name)}, which lets ${and(open)} reach rows by another condition than ${tenant} = the setting ${tenantSetting(root, facts)}`,
    sql: `DROP POLICY ${quoteName(name)} ON ${nameOf(table)};`,
  }));
  const kept = found.filter(isForAll).flatMap(({ keeps }) => keeps);
  const bare = doors.filter((door) => !kept.includes(door));
  if (bare.length === 0) return wrong;
  const dropped = leaks.map(({ name }) => name);
  const limited = found.filter(
    (one) => !isForAll(one) && !dropped.includes(one.name) && one.keeps.some((door) => bare.includes(door)),
  );
  const widened = limited.flatMap(({ keeps }) => keeps);
  const left = bare.filter((door) => !widened.includes(door));
  const because = limited.map(
    ({ name, roles }) => `the policy ${quoteName(name)} holds for ${and(roles.map(quoteName))} alone (TO)`,
  );
  const taken = found.map(({ name }) => name).filter((name) => !dropped.includes(name));
  const statements = [
    ...limited.map(({ name }) => `ALTER POLICY ${quoteName(name)} ON ${nameOf(table)} TO PUBLIC;`),
    ...(left.length > 0 ? [tenantSql(table, tenant, facts, { root, taken })] : []),
  ];
  const message = [`has no tenant policy for ${and(commandsOf(bare))}`, ...because].join(": ");
  return [...wrong, { message, sql: statements.join("\n") }];
}

const commandsOf = (some: readonly Door[]): readonly Command[] =>
  commands.filter((command) => some.some((door) => door.command === command));

/** Whether two tables have the same policies, by whatever names. */
export function haveSamePolicies(one: Table, other: Table, facts: Facts): boolean {
  const told = (table: Table): readonly string[] =>
    facts
      .on(table.id, "policy")
      .map(({ attributes: { command, roles, using, check, permissive } }) =>
        JSON.stringify([command, [...roles].sort(), using, check, permissive]),
      )
      .sort();
  return told(one).join("\n") === told(other).join("\n");
}
