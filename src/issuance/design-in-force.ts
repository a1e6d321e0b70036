import type { Days } from "../carbon/bounds.ts";
import { refuse } from "../carbon/refusal.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { PlantDesign } from "./design-schema.ts";
import * as store from "./store.ts";

/** A version of a design, as far as it matters here which one holds. */
export type Version = { readonly version: number; readonly design: PlantDesign };

const clause = "A_PJ, Cap_PJ and EF_grid of a period are those of its own year";

/**
 * The version that holds on a local day: the newest of those that say they hold from the latest day before it. One that says
 * no day holds on every one. So a plant that grows, or whose factor is fixed anew, leaves what was generated before as it was.
 */
export function designOn<One extends Version>(versions: Iterable<One>, day: string): One | undefined {
  let found: One | undefined;
  for (const one of versions) {
    const since = sinceOf(one);
    if (since <= day && (found === undefined || since >= sinceOf(found))) found = one;
  }
  return found;
}

const sinceOf = ({ design }: Version): string => design.in_force_from ?? "";

/**
 * The version that a period is computed by, in the order of versions.
 *
 * @throws {Fault} `rule-violated` where another one begins to hold within it
 */
export function designOfDays<One extends Version>(versions: readonly One[], { from, to }: Days): One | undefined {
  const within = versions
    .map(sinceOf)
    .find((since) => since > from && since < to && designOn(versions, since) !== designOn(versions, from));
  if (within === undefined) return designOn(versions, from);
  const detail = `another version of the project design holds from ${within} on: split the period there`;
  return refuse({ rule: "period.crosses-design", clause, pointer: "", detail });
}

/** The same of what is stored. @throws {Fault} `rule-violated`, also where no version holds on its days */
export async function requireDesignOf(db: Db, key: PlantKey, days: Days): Promise<store.StoredDesign> {
  return designHeldOn(await store.listDesigns(db, key), key, days);
}

/** Of versions that were read. @throws {Fault} `rule-violated` */
export function designHeldOn(versions: readonly store.StoredDesign[], key: PlantKey, days: Days): store.StoredDesign {
  const found = designOfDays(versions, days);
  if (found !== undefined) return found;
  const detail = `the plant ${key.plantId} has no project design that holds on ${days.from}: register one first`;
  return refuse({ rule: "design.missing", clause: null, pointer: "", detail });
}

/**
 * A new version behind statements says from which day it holds, where it changes what they were computed by: one that holds on
 * every day would be taken when a period is stated anew, be it for a reading that was rejected. And no stated period lies on both sides.
 *
 * @throws {Fault} `rule-violated`
 */
export async function requireStatedKept(
  tx: Tx,
  key: PlantKey,
  before: readonly Version[],
  now: PlantDesign,
): Promise<void> {
  const stated = new Set((await store.listStatements(tx, key)).map(({ periodId }) => periodId));
  const since = now.in_force_from;
  const newest = before.at(-1)?.design;
  const dated = before.findLast((one) => one.design.in_force_from !== undefined);
  const changes = newest !== undefined && stated.size > 0 && basisOf(newest) !== basisOf(now);
  if (since === undefined && (changes || dated !== undefined)) {
    const why =
      dated === undefined
        ? "periods are stated by the design before it"
        : `version ${dated.version} holds from ${sinceOf(dated)} on`;
    const detail = `${why}: say from which day this one holds, and to put right what was wrong from the start, the day on which crediting began`;
    refuse({ rule: "design.in-force-from-missing", clause, pointer: "/in_force_from", detail });
  }
  const crossed = (await store.listPeriods(tx, key)).find(
    ({ periodId, from, to }) => stated.has(periodId) && since !== undefined && from < since && since < to,
  );
  if (crossed === undefined) return;
  const detail = `the period ${crossed.periodId} from ${crossed.from} to ${crossed.to} is stated: a version holds from its first day on, or from the day behind it`;
  refuse({ rule: "design.inside-stated-period", clause, pointer: "/in_force_from", detail });
}

/** What figures are computed by, beside the meters, whose changes have days of their own. */
function basisOf({ rulebook, grid, design }: PlantDesign): string {
  return canonicalText({ rulebook, grid, design } as Json);
}
