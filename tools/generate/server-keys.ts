// The tables of the settings `azure` and `gcp`, from what the arguments of the components say of themselves. A key that a
// setting has by another name than its argument is documented here.
import ts from "typescript";
import { table } from "./blocks";

interface Documented {
  readonly words: string;
  readonly standard: string;
}

function commentText(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? "").replaceAll(/\s+/g, " ").trim();
}

/** What the members of an interface say of themselves. */
function membersOf(source: string, name: string): ReadonlyMap<string, Documented> {
  const tree = ts.createSourceFile(`${name}.ts`, source, ts.ScriptTarget.ES2022, true);
  const found = new Map<string, Documented>();
  for (const statement of tree.statements) {
    if (!ts.isInterfaceDeclaration(statement) || statement.name.text !== name) continue;
    for (const member of statement.members) {
      const [doc] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
      const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "default");
      found.set(member.name?.getText(tree) ?? "", {
        words: commentText(doc?.comment),
        standard: commentText(tag?.comment),
      });
    }
  }
  return found;
}

const elsewhere: Readonly<Record<string, Documented>> = {
  firewall: {
    words:
      "Who may connect to a public server: by name one IPv4 address, or the first and the last of a range (`203.0.113.0-203.0.113.63`). Either this or `subnetId`",
    standard: "",
  },
  subnetId: {
    words:
      "Resource id of the subnet that a private server is in, delegated to Microsoft.DBforPostgreSQL/flexibleServers",
    standard: "",
  },
  dnsZoneId: {
    words: "Resource id of a private DNS zone that is linked to the network",
    standard: "a zone is made and linked",
  },
  network: {
    words:
      "The network that a private server is reached from, like `projects/acme-prod/global/networks/main`. Either this or `authorizedNetworks`",
    standard: "",
  },
  peering: {
    words:
      "Whether the network's connection to Google's services is there already (`existing`) or made (`make`), with a reserved range of addresses",
    standard: '"existing"',
  },
  addressRange: {
    words: "Name of the reserved range that a private server's address is taken from",
    standard: "Google chooses",
  },
  authorizedNetworks: {
    words: "Who may connect to a public server: networks by name, in CIDR notation",
    standard: "",
  },
  maintenance: {
    words: "`day` (monday to sunday) and `hour` (0 to 23, UTC) in which the server may be restarted",
    standard: "the cloud chooses",
  },
};

/** The keys of a setting: those of the first object in its file that `s.strict` makes the variable `shape` of. */
function keysOf(setting: string): readonly string[] {
  const tree = ts.createSourceFile("setting.ts", setting, ts.ScriptTarget.ES2022, true);
  const declarations = tree.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations]);
  const shape = declarations.find(({ name }) => name.getText(tree) === "shape")?.initializer;
  const object = shape !== undefined && ts.isCallExpression(shape) ? shape.arguments[0] : undefined;
  if (object === undefined || !ts.isObjectLiteralExpression(object))
    throw new Error("a setting has no shape");
  return object.properties.map(({ name }) => name?.getText(tree) ?? "");
}

/**
 * @param source file of the interface
 * @param setting file of the setting, whose keys are the rows
 */
export function serverKeysTable(source: string, interfaceName: string, setting: string): string {
  const members = membersOf(source, interfaceName);
  const rows = keysOf(setting).map((key) => {
    const documented = elsewhere[key] ?? members.get(key);
    if (documented === undefined || documented.words + documented.standard === "")
      throw new Error(`${interfaceName}: nothing is said of ${key}`);
    return [`\`${key}\``, documented.standard, documented.words];
  });
  return table(["Key", "Default", "What it is"], rows);
}
