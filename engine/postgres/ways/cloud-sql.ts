// Through Cloud SQL's connector: it finds the instance by its name, and brings certificates of a few hours for both sides.
import type { Duplex } from "node:stream";
import { SchemaError } from "../../api";
import type { Opened } from "./open";
import type { CloudSql } from "./way";

/** @throws SchemaError `cloud-sql-connector` */
export async function cloudSqlStream({ instance, address, iam }: CloudSql): Promise<Opened> {
  const { AuthTypes, Connector, IpAddressTypes } = await import("@google-cloud/cloud-sql-connector");
  const types = { public: IpAddressTypes.PUBLIC, private: IpAddressTypes.PRIVATE, psc: IpAddressTypes.PSC };
  const connector = new Connector();
  try {
    const { stream } = await connector.getOptions({
      instanceConnectionName: instance,
      ipType: types[address],
      authType: iam ? AuthTypes.IAM : AuthTypes.PASSWORD,
    });
    return { stream: stream as () => Duplex, isEncrypted: true, close: () => connector.close() };
  } catch (error) {
    connector.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new SchemaError(
      "cloud-sql-connector",
      `Cloud SQL's connector does not reach ${instance}: ${reason} Look at the name and its kind of address, run ` +
        "gcloud auth application-default login, and give who runs this the role Cloud SQL Client.",
    );
  }
}
