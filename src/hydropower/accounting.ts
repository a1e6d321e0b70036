import { wattHours } from "./energy.ts";
import { type DeviceKind, missingQuantities } from "./plant.ts";
import { energyQuantities, type Quantities, type QuantityName, quantityNames } from "./quantities.ts";

/**
 * Samples and the record that is made of them: which readings of a plant with an accounting interval are samples, which
 * samples stand in one record, and what that record says. Pure: whoever holds the samples finds the same record.
 */

/** Times of slots are whole multiples of their length since the Unix epoch, so that no quarter of an hour is cut. */
export type Slot = {
  /** Beginning, ms since the epoch. */
  readonly fromMs: number;
  readonly lengthS: number;
};

export const slotEndMs = ({ fromMs, lengthS }: Slot): number => fromMs + 1000 * lengthS;

/** A slot after which nothing came waits so long: a link that was cut off may come back and go on where it stopped, ms. */
export const silenceMs = 24 * 3_600_000;

/**
 * The slot that an interval (endMs - intervalS, endMs] is a sample of: it is shorter, and lies in it as a whole.
 * Undefined: the reading stands for itself.
 */
export function slotOf(endMs: number, intervalS: number, accountingS: number): Slot | undefined {
  if (intervalS >= accountingS) return undefined;
  const fromMs = endMs - 1000 * intervalS;
  const slot = { fromMs: fromMs - mod(fromMs, 1000 * accountingS), lengthS: accountingS };
  return endMs <= slotEndMs(slot) ? slot : undefined;
}

const mod = (a: number, b: number): number => ((a % b) + b) % b;

/** A sample, as far as its record depends on it. */
export type Sample = {
  /** End of its interval, ms since the epoch. */
  readonly endMs: number;
  readonly intervalS: number;
  readonly quantities: Quantities;
  /** Who sent it and why: samples that differ in it share no record. */
  readonly provenance: string;
};

/**
 * The samples of each record, in the order of time. A record claims no time that none of its samples covers, so a gap
 * ends it; and nothing that a sample measured of energy gets lost in it, so it also ends where samples begin or cease to
 * say their energy, where the sum would be more than a reading may say, where the quantities that all of them have
 * are none that their kind of device must send, and where another sent them.
 */
export function runsOf<S extends Sample>(samples: readonly S[], kind: DeviceKind): S[][] {
  const runs: S[][] = [];
  let open: OpenRun | undefined;
  for (const sample of samples.toSorted((a, b) => a.endMs - b.endMs)) {
    const joined = open && joinedWith(open, sample, kind);
    if (joined === undefined) runs.push([sample]);
    else runs.at(-1)?.push(sample);
    open = joined ?? begun(sample);
  }
  return runs;
}

type OpenRun = { readonly last: Sample; readonly common: ReadonlySet<QuantityName>; readonly energyWh: bigint };

/** The most that a reading may say, Wh. */
const mostWh = 999_999_999_999_999n;

function begun(sample: Sample): OpenRun {
  const { energy_kwh: kwh } = sample.quantities;
  return { last: sample, common: new Set(namesOf(sample)), energyWh: kwh === undefined ? 0n : wattHours(kwh) };
}

function joinedWith({ last, common, energyWh }: OpenRun, sample: Sample, kind: DeviceKind): OpenRun | undefined {
  if (sample.endMs - 1000 * sample.intervalS !== last.endMs || sample.provenance !== last.provenance) return undefined;
  if ((sample.quantities.energy_kwh === undefined) !== (last.quantities.energy_kwh === undefined)) return undefined;
  const own = begun(sample);
  const joined = {
    last: sample,
    common: new Set([...common].filter((name) => own.common.has(name))),
    energyWh: energyWh + own.energyWh,
  };
  if (joined.energyWh > mostWh) return undefined;
  const said = Object.fromEntries([...joined.common, ...registersOf(sample)].map((name) => [name, 0]));
  const isEmpty = Object.keys(said).length === 0;
  return isEmpty || missingQuantities(kind, said) !== undefined ? undefined : joined;
}

const registers: ReadonlySet<QuantityName> = new Set(energyQuantities.filter((name) => name !== "energy_kwh"));

const namesOf = ({ quantities }: Sample): QuantityName[] =>
  quantityNames.filter((name) => quantities[name] !== undefined && !registers.has(name));

const registersOf = ({ quantities }: Sample): QuantityName[] =>
  quantityNames.filter((name) => quantities[name] !== undefined && registers.has(name));

/**
 * What the record of a run says. Energy is the exact sum in whole Wh. A register is the last sample's, for it is of the
 * end of the interval. All else is the mean over time, from the decimals that were sent, rounded to
 * {@link meanDecimals} decimals, halves away from zero. What any sample lacks is left out, but for registers.
 *
 * @param run one of {@link runsOf}
 */
export function readingsOf(run: readonly Sample[]): Quantities {
  const last = run.at(-1);
  const readings: { [name in QuantityName]?: number } = {};
  for (const name of quantityNames) {
    if (registers.has(name)) {
      if (last?.quantities[name] !== undefined) readings[name] = last.quantities[name];
      continue;
    }
    const values = run.map(({ quantities, intervalS }) => ({ value: quantities[name], intervalS }));
    if (!values.every((one): one is Weighted => one.value !== undefined)) continue;
    readings[name] = name === "energy_kwh" ? sumKwh(values) : meanOverTime(values);
  }
  return readings;
}

type Weighted = { readonly value: number; readonly intervalS: number };

/** Whole Wh up to 15 digits: as kWh with three decimals they are said exactly. */
function sumKwh(values: readonly Weighted[]): number {
  return Number(values.reduce((sum, { value }) => sum + wattHours(value), 0n)) / 1000;
}

/** Of means over time. */
export const meanDecimals = 6;

function meanOverTime(values: readonly Weighted[]): number {
  const decimals = values.map(({ value }) => decimalOf(value));
  const places = Math.max(meanDecimals, ...decimals.map((one) => one.places));
  let [sum, seconds] = [0n, 0n];
  for (const [i, { digits, places: own }] of decimals.entries()) {
    const weight = BigInt(values[i]?.intervalS ?? 0);
    sum += weight * digits * 10n ** BigInt(places - own);
    seconds += weight;
  }
  const divisor = seconds * 10n ** BigInt(places - meanDecimals);
  const magnitude = (2n * (sum < 0n ? -sum : sum) + divisor) / (2n * divisor);
  const text = String(magnitude).padStart(meanDecimals + 1, "0");
  const mean = Number(`${text.slice(0, -meanDecimals)}.${text.slice(-meanDecimals)}`);
  return sum < 0n && mean !== 0 ? -mean : mean;
}

const numberText = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** A number by the decimal text that JSON writes it with: `digits` / 10^`places`. */
function decimalOf(value: number): { readonly digits: bigint; readonly places: number } {
  const [, sign = "", whole = "0", fraction = "", exponent = "0"] = numberText.exec(String(value)) ?? [];
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const places = fraction.length - Number(exponent);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}
