// Where a finding's object is written. Pure.
import { type ObjectId, type Place, quotePath } from "../../engine/index";
import type { GateFinding } from "../../gates/framework/model";
import type { GateReport } from ".";

/** The line itself, or that of the statement that makes the object; the source's own where nothing better is known. */
export function placeOf({ place, object }: GateFinding, { catalog, places, source }: GateReport): Place {
  if (place !== null) return place;
  const found = catalog.objects.get(object as ObjectId);
  const declared = found && places.get(quotePath(found.path.slice(0, 2)));
  return declared === undefined
    ? { file: source, line: 1 }
    : { ...declared, file: `${source}/${declared.file}` };
}
