// Whose the logins of an application are, as the marks of its roles say it.
import { loginIdentity } from "../../engine/index";
import { type Properties, text } from "../properties";

/** What the program says of it besides the connection's database. */
export const identityKeys = ["__project", "__stack"] as const;

export function identityOf(properties: Properties): string {
  return loginIdentity(
    text(properties, "__project"),
    text(properties, "__stack"),
    text(properties, "database"),
  );
}
