// A Postgres schema as a resource: preview shows the SQL that would make it what its source says, up runs just that.
import * as pulumi from "@pulumi/pulumi";
import type { OnlineMode, RanStep } from "../../engine/index";
import type { Choice as GateChoice } from "../../gates/framework/model";
import { connectionTo, HandledResource } from "../dynamic";
import type { Server } from "../servers";
import { runName } from "./backed-up";
import { recallPreview } from "./previewed";

export interface DatabaseSchemaArguments {
  readonly server: Server;
  /**
   * Directory or file of SQL or Atlas HCL that declares the schema, relative to the project.
   * @example "schema/ledger"
   */
  readonly source: string;
  /** Name of the Postgres schema that is managed; nothing outside it is touched. */
  readonly schema: string;
  /**
   * Role that owns what is made; a schema that is another's already keeps its owner.
   * @default the login of the server
   * @example "ledger_owner"
   */
  readonly owner?: string | undefined;
  /** Major version assumed while there is no server to ask. @default 17 */
  readonly major?: number;
  /**
   * Destructive changes that may run, as a blocked preview prints them.
   * @default none
   * @example ["drop column ledger.customers.fax 3f2a1b9c"]
   */
  readonly consents?: readonly string[];
  /** Schemas of the stack's other applications: consents that name those are left to them. @default none */
  readonly neighbours?: readonly string[];
  /** Hash of the only plan that may run. @default the plan that the preview showed */
  readonly approvedPlan?: string | undefined;
  /** What becomes of the schema and its data when the resource is destroyed or declared no more. @default "retain" */
  readonly onDestroy?: "retain" | "drop";
  /** Where the source is loaded. @default "auto" */
  readonly scratch?: "auto" | "embedded" | "server";
  /** Whether steps take a form that does not block writers: `auto` where a table may hold rows. @default "auto" */
  readonly online?: OnlineMode;
  /** Whether a plan is tried on a copy of the schema before it is shown. @default "auto" */
  readonly proof?: "auto" | "never";
  /**
   * By gate, `off`, `advisory` or `mandatory`; a mandatory one stops the preview where it does not hold.
   * @default each gate's own level
   * @example { "tenant-primary-key": "mandatory" }
   */
  readonly gates?: Readonly<Record<string, GateChoice>>;
  /** Runs of plans that have a backup: what is destroyed must be of one of them. @default no backup is asked for */
  readonly backedUp?: pulumi.Input<readonly string[]> | undefined;
  /**
   * `apart`: this resource runs what code that runs now tolerates, and a `SchemaContract` after the deployment the rest.
   * @default "together": this resource runs all of it
   */
  readonly phases?: "together" | "apart" | undefined;
  /** Why no backup comes before what is destroyed: told with such a plan. @default nothing is told */
  readonly noBackup?: string | undefined;
}

function inputsOf(arguments_: DatabaseSchemaArguments): pulumi.Inputs {
  const { server, consents = [], neighbours = [], backedUp, noBackup, ...rest } = arguments_;
  const defaults = { onDestroy: "retain", scratch: "auto", online: "auto", proof: "auto", major: 17 };
  return {
    ...connectionTo(server),
    ...(server.resourceId === undefined ? {} : { __resourceId: server.resourceId }),
    ...defaults,
    ...rest,
    consents: [...consents],
    __stack: pulumi.getStack(),
    __run: {
      isPreview: pulumi.runtime.isDryRun(),
      goesWithStack: server.deletedWith !== undefined,
      neighbours: [...neighbours],
      // Said by itself: what a resource that is left out tells may not come through.
      ...(backedUp === undefined ? {} : { backedUp, needsBackup: true }),
      ...(noBackup === undefined ? {} : { noBackup }),
    },
  };
}

/** Runs what is left of the plan when the new code is deployed: what the old one would not have tolerated. */
export class SchemaContract extends HandledResource {
  /** Fingerprint of the schema after its last run. */
  declare readonly fingerprint: pulumi.Output<string>;
  /** The steps of its last run that had any, with their times. */
  declare readonly ran: pulumi.Output<readonly RanStep[]>;

  /** @param arguments_ those of the schema's own resource */
  constructor(name: string, arguments_: DatabaseSchemaArguments, options: pulumi.CustomResourceOptions = {}) {
    const outputs = { fingerprint: undefined, ran: undefined };
    super("schema", "schemaContract", name, { ...outputs, ...inputsOf(arguments_) }, options);
  }
}

/** Plans and changes nothing; comes before a backup, which comes before the schema. */
export class SchemaPlan extends HandledResource {
  /** What the backup before it is called after: the schema and the plan; empty before the first run that destroys something. */
  declare readonly backup: pulumi.Output<string>;
  /** Another one for each run that destroys something. */
  declare readonly __revision: pulumi.Output<number>;

  constructor(name: string, arguments_: DatabaseSchemaArguments, options: pulumi.CustomResourceOptions = {}) {
    const outputs = { backup: undefined, __revision: undefined };
    super("schema", "schemaPlan", name, { ...outputs, ...inputsOf(arguments_) }, options);
  }

  /** The last run that destroys something, as no other run of the stack is called: `ledger-9435f783 2 <id>`; empty before the first. */
  get run(): pulumi.Output<string> {
    return pulumi
      .all([this.backup, this.__revision, this.id])
      .apply(([backup, revision, id]) => runName(backup, revision, id));
  }
}

export class DatabaseSchema extends HandledResource {
  /** Fingerprint of the schema in the database. */
  declare readonly fingerprint: pulumi.Output<string>;
  /** What the preview or the last run did, in one line. */
  declare readonly summary: pulumi.Output<string>;
  /** The steps of the last run that had any, with their times: for auditors. */
  declare readonly ran: pulumi.Output<readonly RanStep[]>;

  constructor(name: string, arguments_: DatabaseSchemaArguments, options: pulumi.CustomResourceOptions = {}) {
    const outputs = { fingerprint: undefined, summary: undefined, ran: undefined };
    super("schema", "databaseSchema", name, { ...outputs, ...inputsOf(arguments_) }, options);
    if (pulumi.runtime.isDryRun()) this.urn.apply(() => this.printPlan(pulumi.getStack(), arguments_.schema));
  }

  /** The last run that had steps, in one line. */
  get lastRun(): pulumi.Output<string> {
    return this.ran.apply((ran) => describeRun(ran));
  }

  private printPlan(stack: string, schema: string): void {
    const text = recallPreview(stack, schema)?.text ?? "";
    if (text !== "") void pulumi.log.info(text, this);
  }
}

function describeRun(ran: readonly RanStep[] = []): string {
  const [first] = ran;
  if (first === undefined) return "nothing ran yet";
  const milliseconds = ran.reduce((sum, step) => sum + step.milliseconds, 0);
  return `${ran.length === 1 ? "1 step" : `${ran.length} steps`} in ${milliseconds} ms, begun ${first.startedAt}`;
}
