import { type ContextPlants, observationsFor } from "../context/observations.ts";
import type { Quantities } from "../hydropower/quantities.ts";
import { timestampMs } from "../hydropower/reading.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import type { Metrics } from "../platform/metrics.ts";
import { contextPolicyInForce } from "../verification/context.ts";
import type { Observation } from "../verification/observation.ts";
import type { AcceptItem } from "./types.ts";

/** What is known around the plants of the readings that are judged. */
export type ContextSource = { readonly plants: ContextPlants; readonly metrics: Pick<Metrics, "contextUses"> };

const { river, water } = contextPolicyInForce;
const spans = {
  riverMs: 1000 * river.most_age,
  air: { overMs: 1000 * water.mean_over, leastHours: water.least_hours },
};

/** Context by reading, of those that have any. Where no plant has, PostgreSQL is not asked. */
export async function contextsOf(
  source: ContextSource | undefined,
  tx: Tx,
  items: readonly AcceptItem[],
): Promise<ReadonlyMap<AcceptItem, readonly Observation[]>> {
  const asked = source === undefined ? [] : items.flatMap((item) => askedOf(source, item));
  if (source === undefined || asked.length === 0) return new Map();
  const found = await observationsFor(tx, asked, spans);
  const known = asked.flatMap(({ item }, i) => {
    const seen = found[i] ?? [];
    return seen.length === 0 ? [] : [[item, seen] as const];
  });
  source.metrics.contextUses.inc(known.length);
  return new Map(known);
}

function askedOf(source: ContextSource, item: AcceptItem) {
  const { body, actor, receivedAtMs } = item;
  const endMs = body.timestamp === undefined ? receivedAtMs : timestampMs(body.timestamp);
  const reading = { orgId: actor.orgId, plantId: body.plant_id, endMs, quantities: body.readings };
  return wantedOf(source, reading).map((wanted) => ({ ...wanted, item }));
}

type Around = PlantKey & { readonly endMs: number; readonly quantities: Quantities };

function wantedOf({ plants }: ContextSource, { orgId, plantId, endMs, quantities }: Around) {
  const key = { orgId, plantId };
  const wantsRiver = quantities.flow_rate_m3s !== undefined && plants.hasRiver(key);
  const wantsAir = quantities.temperature_c !== undefined && plants.hasWeather(key);
  return wantsRiver || wantsAir ? [{ ...key, endMs, wantsRiver, wantsAir }] : [];
}

/** The same for one reading, that was made of samples; undefined: nothing is known. */
export async function contextAt(
  source: ContextSource | undefined,
  tx: Tx,
  around: Around,
): Promise<readonly Observation[] | undefined> {
  const asked = source === undefined ? [] : wantedOf(source, around);
  if (source === undefined || asked.length === 0) return undefined;
  const [found = []] = await observationsFor(tx, asked, spans);
  source.metrics.contextUses.inc(found.length === 0 ? 0 : 1);
  return found.length === 0 ? undefined : found;
}
