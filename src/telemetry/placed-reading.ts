import { wattHours, wattsUp } from "../hydropower/energy.ts";
import type { EnergyQuantity, Quantities } from "../hydropower/quantities.ts";
import type { LinkedRecord } from "../plants/chain.ts";
import type { Status } from "../verification/verdict.ts";
import type { DeviceKey, PlacedReading } from "./store.ts";
import type { AcceptItem } from "./types.ts";

/** The narrow row of a timed reading: where it lies, and its energy in whole Wh. */
export function placedReading(
  key: DeviceKey,
  { body }: AcceptItem,
  linked: LinkedRecord,
  at: { readonly fromMs: number; readonly toMs: number; readonly endMs: number; readonly hash: Uint8Array },
): PlacedReading {
  return {
    ...key,
    isInterval: body.interval_s !== undefined,
    endedAtMs: at.endMs,
    intervalS: body.interval_s ?? null,
    fromMs: at.fromMs,
    toMs: at.toMs,
    contentHash: at.hash,
    isSampled: false,
    recordId: linked.recordId,
    seq: linked.seq,
    status: linked.status as Status,
    commitment: linked.commitment,
    ...energiesOf(body.readings),
    powerW: reportedW(body.readings),
  };
}

/** Mean power beside an export register, which that is held to, whole W rounded up; null where the reading gave none. */
export function reportedW({ power_output_kw: kw, energy_export_kwh_total: exportKwh }: Quantities): bigint | null {
  return kw === undefined || exportKwh === undefined ? null : wattsUp(kw);
}

/** What a monitoring period adds up of a reading, whole Wh; null where the reading gave none. */
export function energiesOf(readings: Quantities) {
  const wh = (name: EnergyQuantity) => {
    const kwh = readings[name];
    return kwh === undefined ? null : wattHours(kwh);
  };
  return {
    energyWh: wh("energy_kwh"),
    exportWh: wh("energy_export_kwh_total"),
    importWh: wh("energy_import_kwh_total"),
    grossWh: wh("gross_energy_kwh_total"),
  };
}
