import type { Quantities } from "../hydropower/quantities.ts";
import type { TelemetryBody } from "../hydropower/reading.ts";
import type { HonestEvent, Sample } from "./sample.ts";
import type { Site } from "./site.ts";

/** A reading as it is sent, with what only the simulator knows beside it. */
export type Report = {
  readonly endMs: number;
  readonly intervalS: number;
  /** When the gateway receives it, ms. Reports are ordered by it. */
  readonly sentAtMs: number;
  readonly quantities: Quantities;
  readonly event: HonestEvent | undefined;
  /** "honest", or the name of a cheat. */
  readonly truth: string;
};

/** The registers of a main meter, whole Wh. */
export type Registers = { readonly exportWh: number; readonly importWh: number };

/** What a plant of some years' service begins with: exact, and different from plant to plant. */
export function firstRegisters({ plant, seed }: Site): Registers {
  const hours = 10_000 + (seed % 97) * 411;
  return {
    exportWh: Math.round(400 * hours * plant.rated_power_kw),
    importWh: Math.round(hours * plant.rated_power_kw),
  };
}

/**
 * Turns samples, in the order of their time, into reports in the order of their sending. Registers count
 * every sample's energy, sent or not, in whole Wh on top of `from`; a reading shows them in kWh.
 */
export function* reportsOf(
  site: Site,
  samples: Iterable<Sample>,
  from: Registers = firstRegisters(site),
): Generator<Report> {
  let { exportWh, importWh } = from;
  const late: Report[] = [];
  for (const sample of samples) {
    exportWh += sample.exportWh + sample.registerShiftWh;
    importWh += sample.importWh;
    if (!sample.sent) continue;
    const report = reportOf(site, sample, { exportWh, importWh });
    if (sample.sentAtMs - sample.endMs > 60_000) {
      late.push(report);
      continue;
    }
    yield* takeUntil(late, sample.sentAtMs);
    yield report;
  }
  yield* takeUntil(late, Number.POSITIVE_INFINITY);
}

/** Where the registers stand after samples. */
export function registersAfter(site: Site, samples: Iterable<Sample>): Registers {
  let { exportWh, importWh } = firstRegisters(site);
  for (const sample of samples) {
    exportWh += sample.exportWh + sample.registerShiftWh;
    importWh += sample.importWh;
  }
  return { exportWh, importWh };
}

/** Takes from `late` what was received by then, in the order of receipt. */
function takeUntil(late: Report[], untilMs: number): Report[] {
  if (late.length === 0) return late;
  const ready = late.filter(({ sentAtMs }) => sentAtMs <= untilMs).sort((a, b) => a.sentAtMs - b.sentAtMs);
  const waiting = late.filter(({ sentAtMs }) => sentAtMs > untilMs);
  late.splice(0, late.length, ...waiting);
  return ready;
}

function reportOf(site: Site, sample: Sample, registers: Registers): Report {
  const { endMs, intervalS, sentAtMs, event, truth } = sample;
  const quantities: Quantities = {
    flow_rate_m3s: sample.flowM3s,
    head_height_m: sample.headM,
    power_output_kw: sample.powerKw,
    energy_kwh: site.intervalEnergy ? sample.exportWh / 1_000 : undefined,
    energy_export_kwh_total: registers.exportWh / 1_000,
    energy_import_kwh_total: registers.importWh / 1_000,
    spill_flow_m3s: sample.spillM3s,
    reservoir_level_m: sample.reservoirLevelM,
    tailwater_level_m: sample.tailwaterLevelM,
    gate_opening_pct: sample.gatePct,
    temperature_c: sample.temperatureC,
  };
  return { endMs, intervalS, sentAtMs, quantities, event, truth };
}

/** The body of POST /api/v1/telemetry. */
export function bodyOf({ plant, device }: Site, { endMs, intervalS, quantities }: Report): TelemetryBody {
  return {
    plant_id: plant.plant_id,
    device_id: device.device_id,
    timestamp: new Date(endMs).toISOString(),
    interval_s: intervalS,
    readings: quantities,
  };
}
