/** What another device of the plant showed last. */
export type Neighbour = {
  readonly kind: string;
  /** Rating of the unit; null: the device speaks for the whole plant. */
  readonly unitKw: number | null;
  readonly endMs: number;
  /** Null: an instant. */
  readonly intervalS: number | null;
  readonly powerKw: number | null;
  readonly flowM3s: number | null;
};

/** The plant put together from a unit's reading and what the other devices showed at about the same time. */
export type Balance = {
  /** Sum over the units heard, kW and m3/s; undefined where one of them did not say. */
  readonly unitsKw: number | undefined;
  readonly unitsM3s: number | undefined;
  /** The same beside the plant's own meter; undefined without one, or where one of them did not say. */
  readonly metered: Metered | undefined;
};

/** What units and the plant's meter say of one interval. */
export type Metered = {
  readonly unitsKw: number;
  readonly meterKw: number;
  /** Share of the plant's rating that these units are. */
  readonly covered: number;
};

/**
 * Mass and energy balance of a plant of several devices. Only neighbours that were heard within `freshS` of
 * the reading count: others stand still or are silent, and say nothing. Held against the meter is only what is of its
 * interval, by clocks that may be `apartS` apart: a unit that has started since, or within half an hour of the meter's,
 * gives more now than the meter's mean.
 */
export function balanceOf(
  own: Neighbour,
  neighbours: readonly Neighbour[],
  ratedKw: number,
  { freshS, apartS }: { readonly freshS: number; readonly apartS: number },
): Balance | undefined {
  const fresh = neighbours.filter(({ endMs }) => Math.abs(endMs - own.endMs) <= freshS * 1000);
  const all = [own, ...fresh];
  const units = all.filter(({ unitKw }) => unitKw !== null);
  if (units.length < 2) return undefined;
  const together = all.filter(
    ({ endMs, intervalS }) => intervalS === own.intervalS && Math.abs(endMs - own.endMs) <= apartS * 1000,
  );
  return {
    unitsKw: sumOf(units.map(({ powerKw }) => powerKw)),
    unitsM3s: sumOf(units.map(({ flowM3s }) => flowM3s)),
    metered: meteredOf(together, ratedKw),
  };
}

function meteredOf(devices: readonly Neighbour[], ratedKw: number): Metered | undefined {
  const units = devices.filter(({ unitKw }) => unitKw !== null);
  const meter = devices.find(({ unitKw, kind, powerKw }) => unitKw === null && kind === "meter" && powerKw !== null);
  const unitsKw = sumOf(units.map(({ powerKw }) => powerKw));
  if (unitsKw === undefined || meter === undefined || meter.powerKw === null) return undefined;
  const covered = units.reduce((sum, { unitKw }) => sum + (unitKw ?? 0), 0) / ratedKw;
  return { unitsKw, meterKw: meter.powerKw, covered };
}

function sumOf(values: readonly (number | null)[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    if (value === null) return undefined;
    sum += value;
  }
  return sum;
}
