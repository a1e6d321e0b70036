import { sql } from "kysely";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Tx } from "../platform/database.ts";
import { packed } from "../platform/packed.ts";
import { deviceKeyText, type PlantKey } from "./store.ts";

/**
 * What devices taught, by far most of what is remembered of them: the rest stands in the heads of their plants
 * (`heads.ts`). It moves with the head and under its lock, so both are of the same place of the chain.
 */

type DeviceKey = PlantKey & { readonly deviceId: string };

/** Of the devices that taught anything, by {@link deviceKeyText}. */
export async function findLearnt(tx: Tx, keys: readonly DeviceKey[]): Promise<Map<string, unknown>> {
  const distinct = [...new Map(keys.map((key) => [deviceKeyText(key), key])).values()];
  if (distinct.length === 0) return new Map();
  const { rows } = await sql<{ org_id: string; plant_id: string; device_id: string; learnt: string }>`
    SELECT org_id, plant_id, device_id, learnt FROM device_learnt
    WHERE (org_id, plant_id, device_id) IN (SELECT * FROM unnest(${distinct.map((key) => key.orgId)}::text[],
      ${distinct.map((key) => key.plantId)}::text[], ${distinct.map((key) => key.deviceId)}::text[]))`.execute(tx);
  return new Map(
    rows.map((row) => [
      deviceKeyText({ orgId: row.org_id, plantId: row.plant_id, deviceId: row.device_id }),
      JSON.parse(row.learnt),
    ]),
  );
}

/** All that is remembered of a plant's devices: what a head holds, with what they taught beside it. */
export function wholeMemory<T extends object>(
  memory: Readonly<Record<string, T>>,
  learntOf: (deviceId: string) => unknown,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(memory).map(([deviceId, own]) => {
      const learnt = learntOf(deviceId);
      return [deviceId, learnt === undefined ? own : { ...own, learnt }];
    }),
  );
}

/** The caller holds the locks of the plants' heads. */
export async function saveLearnt(tx: Tx, rows: readonly (DeviceKey & { readonly learnt: unknown })[]): Promise<void> {
  if (rows.length === 0) return;
  const texts = packed(rows.map(({ learnt }) => Buffer.from(JSON.stringify(learnt))));
  await sql`
    INSERT INTO device_learnt (org_id, plant_id, device_id, learnt)
    SELECT org_id, plant_id, device_id, convert_from(substr(${texts.bytes}::bytea, text_start, text_length), 'UTF8')
    FROM unnest(
      ${textColumn(rows.map((row) => row.orgId))}, ${textColumn(rows.map((row) => row.plantId))},
      ${textColumn(rows.map((row) => row.deviceId))},
      ${numberColumn(texts.starts, "integer")}, ${numberColumn(texts.lengths, "integer")}
    ) AS taught (org_id, plant_id, device_id, text_start, text_length)
    ON CONFLICT (org_id, plant_id, device_id) DO UPDATE SET learnt = excluded.learnt`.execute(tx);
}
