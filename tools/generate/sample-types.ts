// What a sample of a kind is; see samples.ts.
import type { AnyObject, AttributesOf, Kind, ObjectId } from "../../engine/catalog/model";

export interface Case<K extends Kind> {
  /** As it stands in the table. */
  readonly what: string;
  /** Properties that are not those of the sample, before the change. */
  readonly before?: Partial<AttributesOf[K]>;
  readonly after: Partial<AttributesOf[K]>;
  /** Major version of the server. @default 17 */
  readonly major?: number;
}

export interface Sample<K extends Kind> {
  readonly id: ObjectId;
  readonly path: readonly string[];
  /** The last of `around`, or null. */
  readonly parent: ObjectId | null;
  readonly around: readonly AnyObject[];
  readonly attributes: AttributesOf[K];
  /** Properties that are part of the identity: another value is another object. */
  readonly identity: readonly (keyof AttributesOf[K])[];
  readonly cases: readonly Case<K>[];
}
