// Definitions that differ in text only: is that a difference to Postgres? Asked once; the answer is remembered.
import type { SchemaRequest } from "./api";
import { partAround } from "./catalog/around";
import type { Catalog, ObjectId } from "./catalog/model";
import { EqualForms } from "./equal-forms";
import { reconcile, suspects } from "./plan/reconcile";
import { inScratch, roundTrip } from "./round-trip";
import type { ScratchProvider } from "./sources";
import { engineVersion } from "./version";

/** Both sides of what is unsure, made with what it needs and read again; with all else where that does not make it. */
async function throughScratch(
  live: Catalog,
  desired: Catalog,
  unsure: readonly ObjectId[],
  scratch: ScratchProvider,
): Promise<Catalog> {
  const again = async (ids: readonly ObjectId[] | null): Promise<readonly [Catalog, Catalog]> => {
    const part = (catalog: Catalog): Catalog => (ids === null ? catalog : partAround(catalog, ids));
    const read = (catalog: Catalog): Promise<Catalog> =>
      inScratch(scratch, (place) => roundTrip(place, part(catalog)));
    return [await read(live), await read(desired)];
  };
  const parts = await again(unsure);
  const isMade = unsure.every((id) => parts.every(({ objects }) => objects.has(id)));
  return reconcile(live, desired, ...(isMade ? parts : await again(null)));
}

/** Asks Postgres about definitions that differ in text only: both go through a scratch database once more. */
export async function equalise(
  live: Catalog,
  desired: Catalog,
  scratch: ScratchProvider,
  request: SchemaRequest,
): Promise<Catalog> {
  const unsure = suspects(live, desired);
  if (unsure.length === 0) return desired;
  const known = await EqualForms.open(request.cacheDirectory, `${scratch.identity} ${engineVersion}`);
  const substituted = known.apply(live, desired, unsure);
  if (suspects(live, substituted).every((id) => known.isDifferent(live, desired, id))) return substituted;
  const result = await throughScratch(live, desired, unsure, scratch);
  await known.learn(live, desired, result, unsure);
  return result;
}
