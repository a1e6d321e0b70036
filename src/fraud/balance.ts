/** What another device of the plant showed last. */
export type Neighbour = {
  readonly kind: string;
  /** Rating of the unit; null: the device speaks for the whole plant. */
  readonly unitKw: number | null;
  readonly endMs: number;
  readonly powerKw: number | null;
  readonly flowM3s: number | null;
};

/** The plant put together from a unit's reading and what the other devices showed at about the same time. */
export type Balance = {
  /** Sum over the units heard, kW and m3/s; undefined where one of them did not say. */
  readonly unitsKw: number | undefined;
  readonly unitsM3s: number | undefined;
  /** Share of the plant's rating that these units are. */
  readonly covered: number;
  /** Power by the plant's own meter; undefined without one. */
  readonly meterKw: number | undefined;
};

/**
 * Mass and energy balance of a plant of several devices. Only neighbours that were heard within `freshS` of
 * the reading count: others stand still or are silent, and say nothing.
 */
export function balanceOf(
  own: Neighbour,
  neighbours: readonly Neighbour[],
  ratedKw: number,
  freshS: number,
): Balance | undefined {
  const fresh = neighbours.filter(({ endMs }) => Math.abs(endMs - own.endMs) <= freshS * 1000);
  const all = [own, ...fresh];
  const units = all.filter(({ unitKw }) => unitKw !== null);
  if (units.length < 2) return undefined;
  const meter = all.find(({ unitKw, kind, powerKw }) => unitKw === null && kind === "meter" && powerKw !== null);
  return {
    unitsKw: sumOf(units.map(({ powerKw }) => powerKw)),
    unitsM3s: sumOf(units.map(({ flowM3s }) => flowM3s)),
    covered: units.reduce((sum, { unitKw }) => sum + (unitKw ?? 0), 0) / ratedKw,
    meterKw: meter?.powerKw ?? undefined,
  };
}

function sumOf(values: readonly (number | null)[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    if (value === null) return undefined;
    sum += value;
  }
  return sum;
}
