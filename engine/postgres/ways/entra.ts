// A token of Microsoft Entra in place of a password (Azure Database for PostgreSQL, "Microsoft Entra authentication").
import { SchemaError } from "../../api";

/** The scope that Azure Database for PostgreSQL takes tokens of. */
const scope = "https://ossrdbms-aad.database.windows.net/.default";

/** One for the process: it keeps tokens for as long as they hold. */
let credential: Promise<{ getToken(scope: string): Promise<{ readonly token: string }> }> | undefined;

/** @throws SchemaError `entra-token` */
export async function entraToken(): Promise<string> {
  credential ??= import("@azure/identity").then(({ DefaultAzureCredential }) => new DefaultAzureCredential());
  try {
    return (await (await credential).getToken(scope)).token;
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new SchemaError(
      "entra-token",
      `Microsoft Entra gave no token: ${reason} Run az login, or look at the identity of this machine.`,
    );
  }
}
