// The cases where a good engine still ends in the wrong schema, item by item: what is claimed, and the cases of our own corpus
// that show it. Each is run in both directions, judged by pg_dump, identities, rows and an empty second plan.
import type { Major } from "../support/postgres";

export interface Claim {
  readonly claim: string;
  /** Folders of tests/corpus. */
  readonly cases: readonly string[];
  /** @default 15 and 18, or the first that has it */
  readonly majors?: readonly Major[];
}

export interface Item {
  readonly number: number;
  readonly title: string;
  readonly claims: readonly Claim[];
}

export const items: readonly Item[] = [
  {
    number: 1,
    title: "indexes ON ONLY a partitioned table",
    claims: [
      {
        claim:
          "are built on every partition, at any depth, and become valid; back again they are an entry alone",
        cases: ["partition--index-only-on-the-parent"],
      },
      {
        claim: "and keys come, change and go partition by partition",
        cases: ["partition--indexes-and-keys"],
      },
    ],
  },
  {
    number: 2,
    title: "a partition's own NOT NULL and DEFAULT",
    claims: [
      {
        claim: "come, change and go, also in a partition of a partition",
        cases: ["partition--own-not-null-and-default"],
      },
      {
        claim: "stay while the table above changes its columns",
        cases: ["partition--columns-change"],
      },
    ],
  },
  {
    number: 3,
    title: "a table becomes partitioned, and back",
    claims: [
      {
        claim:
          "in one run, with views, foreign keys, policies and triggers on it; rows go with consent alone",
        cases: ["partition--table-becomes-partitioned"],
      },
      {
        claim: "another partition key keeps the rows of every partition",
        cases: ["partition--key-changes"],
      },
    ],
  },
  {
    number: 4,
    title: "a default of a new type or a new label",
    claims: [
      {
        claim: "comes after CREATE TYPE, also in domains, arguments, arrays and partial indexes",
        cases: ["enum--defaults-of-new-types"],
      },
      { claim: "comes after ADD VALUE is committed", cases: ["enum--add-values-used-at-once"] },
    ],
  },
  {
    number: 5,
    title: "changes that need a step of their own between",
    claims: [
      {
        claim: "enum to another enum goes through text, with a default",
        cases: ["enum--column-to-another-enum"],
      },
      {
        claim: "so does an array of it, under a check, a partial index and a view",
        cases: ["enum--array-to-another-enum"],
      },
      {
        claim: "ADD IDENTITY comes after SET NOT NULL, and the values stay",
        cases: ["column--identity-on-a-nullable-column"],
      },
    ],
  },
  {
    number: 6,
    title: "REVOKE ALL on a table after a GRANT on a column",
    claims: [
      { claim: "keeps the grant on the column", cases: ["privilege--columns-and-table"] },
      {
        claim: "keeps it with its grant option, for PUBLIC, and on views",
        cases: ["privilege--column-grants-with-options"],
      },
    ],
  },
  {
    number: 7,
    title: "SQL that Postgres does not write as it was read",
    claims: [
      {
        claim: "in a check, a policy, a partial index and views is no difference",
        cases: ["constraint--deparse-is-no-fixed-point"],
      },
      {
        claim:
          "nor in domains, generated columns, statistics, rules, triggers and materialized views beside a real change",
        cases: ["constraint--deparse-everywhere"],
      },
    ],
  },
  {
    number: 8,
    title: "what newer versions have",
    claims: [
      {
        claim: "CREATE DOMAIN … NOT NULL from Postgres 17 on",
        cases: ["domain--not-null-and-default", "domain--not-null-constraint"],
        majors: [17, 18],
      },
      {
        claim: "virtual generated columns stay virtual, and become stored when asked",
        cases: ["column--virtual-generated", "column--virtual-becomes-stored"],
      },
      { claim: "names of NOT NULL constraints", cases: ["column--named-not-null"] },
      { claim: "NOT NULL that is NOT VALID", cases: ["column--not-null-not-valid"] },
    ],
  },
  {
    number: 9,
    title: "what is easily not modelled",
    claims: [
      {
        claim: "storage, compression, statistics target and n_distinct",
        cases: ["column--storage-compression-statistics"],
      },
      { claim: "TOAST options and CLUSTER ON", cases: ["table--options"] },
      { claim: "defaults of view columns", cases: ["column--view-column-default"] },
      { claim: "extended statistics", cases: ["statistics--definitions"] },
      { claim: "text search", cases: ["text-search--configurations"] },
      { claim: "operators", cases: ["operator--definitions"] },
    ],
  },
  {
    number: 10,
    title: "a type change under dependents",
    claims: [
      {
        claim: "with generated columns, triggers with WHEN and UPDATE OF, policies, and a chain of views",
        cases: ["column--integer-to-bigint-with-dependents"],
      },
      {
        claim:
          "a view that is made again keeps comments, grants and defaults of its columns, triggers and rules",
        cases: ["view--rebuilt-with-all-that-is-on-it"],
      },
    ],
  },
  {
    number: 11,
    title: "an index becomes a constraint",
    claims: [
      {
        claim: "while a foreign key refers to it",
        cases: ["constraint--index-becomes-constraint"],
      },
      {
        claim: "while the replica identity and CLUSTER ON hang on it",
        cases: ["constraint--index-swapped-under-dependents"],
      },
    ],
  },
  {
    number: 12,
    title: "bodies with unqualified names",
    claims: [
      {
        claim: "are made though the plan runs under another search_path",
        cases: ["function--unqualified-names"],
      },
    ],
  },
  {
    number: 13,
    title: "data that need not be lost",
    claims: [
      { claim: "a collation changes in place", cases: ["column--collation"] },
      {
        claim: "partitions are attached, detached and get other bounds with their rows",
        cases: ["partition--come-and-go", "partition--bound-changes"],
      },
      {
        claim: "a renamed column that changes its type keeps its values",
        cases: ["column--rename-and-type-change"],
      },
      {
        claim: "so do the renamed columns of a renamed table",
        cases: ["table--renamed-with-its-columns-and-types"],
      },
    ],
  },
  {
    number: 14,
    title: "no step too many",
    claims: [
      { claim: "int to bigint drops no default, of a serial neither", cases: ["column--serial-widens"] },
      {
        claim: "a view is replaced where Postgres can",
        cases: ["view--columns-at-the-end", "view--options"],
      },
    ],
  },
];

/** Cases without anything that only one of two versions has: made on both, they are the same schema. */
export const onEveryMajor: readonly string[] = [
  "constraint--deparse-everywhere",
  "enum--defaults-of-new-types",
  "partition--indexes-and-keys",
  "policy--changes-in-place",
  "privilege--columns-and-table",
  "privilege--every-kind",
  "privilege--public-and-defaults",
  "statistics--definitions",
  "table--options",
  "trigger--definitions",
  "view--materialized-chain",
];
