import { z } from "zod";
import { isListed } from "./countries.ts";
import { ratioText } from "./decimal.ts";
import { stepOf, type TraceStep } from "./emissions.ts";
import { refuse, type Warning } from "./refusal.ts";
import { type Rulebook, technologies } from "./rulebook.ts";
import { wholeWire } from "./wire-numbers.ts";

export const projectTypes = ["greenfield", "capacity_addition", "retrofit", "rehabilitation", "replacement"] as const;

/** What was built, where, and what stood there before. Powers in W, areas in m2 at full level, energies in Wh. */
export const designSchema = z.strictObject({
  technology: z.enum(technologies).default("hydro"),
  project_type: z.enum(projectTypes),
  reservoir: z.enum(["none", "single", "integrated"]).default("none").describe("none: run-of-river"),
  cap_pj_w: wholeWire.optional().describe("Installed capacity with the project, W"),
  cap_bl_w: wholeWire.optional().describe("Installed capacity before it, W; a greenfield plant has none"),
  a_pj_m2: wholeWire.optional().describe("Reservoir area with the project at full level, m2"),
  a_bl_m2: wholeWire.optional().describe("Reservoir area before it, m2; a new reservoir has none"),
  reservoirs: z
    .array(z.strictObject({ cap_w: wholeWire, a_m2: wholeWire }))
    .max(100)
    .optional()
    .describe("Of an integrated project: each reservoir with the capacity of its plant"),
  historical_annual_wh: z
    .array(wholeWire)
    .max(100)
    .optional()
    .describe("Net generation of each calendar year before the project, Wh; not for greenfield"),
  date_baseline_retrofit: z.iso
    .date()
    .optional()
    .describe("DATE_BaselineRetrofit: from this day the old equipment would have been replaced anyway"),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: "two capital letters (ISO 3166-1)" })
    .optional(),
  first_period_start: z.iso
    .date()
    .optional()
    .describe("Start of the first crediting period; absent: the first day of the first period is judged instead"),
  fuel: z.enum(["diesel"]).optional().describe("Fuel burnt on site, with the rulebook's coefficient"),
  coef_fuel_g_per_t: wholeWire.optional().describe("CO2 of the fuel burnt on site, g per t of fuel (TOOL03 COEF)"),
});
export type ProjectDesign = z.output<typeof designSchema>;

/** What the rulebook says of a design that it applies to. */
export type Assessed = {
  /** W/m2 rounded down after six decimals; null where no reservoir is new or larger. */
  readonly powerDensityWPerM2: string | null;
  /** True: reservoir emissions count, so gross generation must be known. */
  readonly reservoirEmits: boolean;
  /** True: the generation before the project is the baseline (all types but greenfield). */
  readonly existingPlant: boolean;
  /** The power density as computed; none where no reservoir is new or larger. */
  readonly trace: readonly TraceStep[];
  readonly warnings: readonly Warning[];
};

/**
 * Holds a design against a rulebook's applicability. Nothing is computed for one it does not apply to.
 *
 * @param judgedOn the day the list of countries is looked up for (YYYY-MM-DD)
 * @throws {Fault} `rule-violated` with the rule, its clause and the field
 */
export function assessDesign(design: ProjectDesign, rulebook: Rulebook, judgedOn: string): Assessed {
  const existingPlant = design.project_type !== "greenfield";
  checkTechnology(design, rulebook);
  checkCapacity(design, rulebook);
  checkCountry(design, rulebook, judgedOn);
  if (existingPlant) checkHistory(design, rulebook);
  const density = powerDensity(design, rulebook);
  const limits = {
    above: BigInt(rulebook.applicability.power_density.above_w_per_m2),
    none: BigInt(rulebook.reservoir_emissions.none_above_w_per_m2),
  };
  if (density !== null && density.w <= limits.above * density.m2) {
    const { clause } = rulebook.applicability.power_density;
    const value = ratioText(density.w, density.m2, 6);
    const detail = `a power density of ${value} W/m2 is not above ${limits.above} W/m2: the methodology does not apply`;
    refuse({ rule: "applicability.power-density", clause, pointer: density.pointer, detail });
  }
  return {
    powerDensityWPerM2: density === null ? null : ratioText(density.w, density.m2, 6),
    reservoirEmits: density !== null && density.w <= limits.none * density.m2,
    existingPlant,
    trace: density === null ? [] : [densityStep(density, rulebook)],
    warnings: design.reservoir === "integrated" ? lowDensityPlants(design, rulebook) : [],
  };
}

/**
 * What a plant's registered design must also hold before anything may be credited on it; a calculation alone
 * only warns of it.
 *
 * @throws {Fault} `rule-violated`
 */
export function requireRegistrable(design: ProjectDesign, rulebook: Rulebook, judgedOn: string): Assessed {
  const assessed = assessDesign(design, rulebook, judgedOn);
  const [warning] = assessed.warnings;
  if (warning !== undefined) refuse({ ...warning, clause: rulebook.applicability.low_density_plants.clause });
  if (assessed.existingPlant && design.date_baseline_retrofit === undefined) {
    const { clause } = rulebook.equations.eg_pj_existing;
    const detail = "a project on an existing plant needs the day its old equipment would have been replaced anyway";
    refuse({ rule: "baseline.retrofit-date-missing", clause, pointer: "/design/date_baseline_retrofit", detail });
  }
  return assessed;
}

function checkTechnology({ technology, project_type, reservoir }: ProjectDesign, rulebook: Rulebook): void {
  if (technology === "hydro") return;
  const { clause } = rulebook.equations.eg_pj_existing;
  if (project_type !== "greenfield") {
    const detail = `${project_type} of ${technology} has equations of its own, which this gateway does not hold`;
    refuse({ rule: "design.technology-not-covered", clause, pointer: "/design/project_type", detail });
  }
  if (reservoir !== "none") {
    const detail = `${technology} has no reservoir`;
    refuse({ rule: "design.reservoir-contradiction", clause: null, pointer: "/design/reservoir", detail });
  }
}

function checkCapacity(design: ProjectDesign, rulebook: Rulebook): void {
  const limit = rulebook.applicability.capacity;
  if (limit === null || !limit.technologies.includes(design.technology)) return;
  const added = limit.of_addition === "added" && design.project_type === "capacity_addition";
  const before = added ? sizeOf(design, "cap_bl_w", limit.clause) : 0n;
  const judged = sizeOf(design, "cap_pj_w", limit.clause) - before;
  if (judged <= BigInt(limit.at_most_w)) return;
  const detail = `${added ? "added units" : "a plant"} of ${judged} W are above the ${limit.at_most_w} W it allows`;
  refuse({ rule: "applicability.capacity", clause: limit.clause, pointer: "/design/cap_pj_w", detail });
}

function checkCountry({ technology, country }: ProjectDesign, rulebook: Rulebook, judgedOn: string): void {
  const only = rulebook.applicability.countries;
  if (only === null || !only.technologies.includes(technology)) return;
  const at = { clause: only.clause, pointer: "/design/country" };
  if (country === undefined) {
    refuse({ rule: "design.country-missing", ...at, detail: "the country is needed to judge where the plant stands" });
  }
  if (isListed(only.list, country, judgedOn) === true) return;
  const detail = `${country} is not on the list ${only.list} on ${judgedOn}, the start of the first crediting period`;
  refuse({ rule: "applicability.country", ...at, detail });
}

function checkHistory({ historical_annual_wh: history }: ProjectDesign, rulebook: Rulebook): void {
  const { clause, at_least_years: least } = rulebook.applicability.history;
  const years = history?.length ?? 0;
  if (years >= least) return;
  const detail = `${years} calendar years of generation before the project are known, ${least} are needed`;
  refuse({ rule: "applicability.history", clause, pointer: "/design/historical_annual_wh", detail });
}

/** Power density as a fraction w / m2 > 0; null where no area was flooded. */
type Density = { readonly w: bigint; readonly m2: bigint; readonly pointer: string };

function densityStep({ w, m2 }: Density, rulebook: Rulebook): TraceStep {
  const inputs = { capacity_w: String(w), area_m2: String(m2) };
  return stepOf(rulebook)("power_density", inputs, { power_density_w_per_m2: ratioText(w, m2, 6) }, "floor");
}

function powerDensity(design: ProjectDesign, rulebook: Rulebook): Density | null {
  const { clause } = rulebook.applicability.power_density;
  if (design.reservoir === "none") {
    const area = (["a_pj_m2", "a_bl_m2"] as const).find((name) => BigInt(design[name] ?? 0) > 0n);
    if (area === undefined) return null;
    const detail = "a run-of-river plant has no reservoir area: say single, or leave the area out";
    return refuse({ rule: "design.reservoir-contradiction", clause, pointer: `/design/${area}`, detail });
  }
  if (design.reservoir === "integrated") return integratedDensity(design, clause);
  const isNew = design.project_type === "greenfield";
  const area = sizeOf(design, "a_pj_m2", clause);
  const areaBefore = isNew ? BigInt(design.a_bl_m2 ?? 0) : sizeOf(design, "a_bl_m2", clause, 0n);
  if (area <= areaBefore) return null;
  const before = isNew ? BigInt(design.cap_bl_w ?? 0) : sizeOf(design, "cap_bl_w", clause, 0n);
  return { w: sizeOf(design, "cap_pj_w", clause) - before, m2: area - areaBefore, pointer: "/design/cap_pj_w" };
}

function integratedDensity({ reservoirs = [] }: ProjectDesign, clause: string): Density {
  const w = reservoirs.reduce((all, { cap_w }) => all + BigInt(cap_w), 0n);
  const m2 = reservoirs.reduce((all, { a_m2 }) => all + BigInt(a_m2), 0n);
  if (reservoirs.length >= 2 && m2 > 0n) return { w, m2, pointer: "/design/reservoirs" };
  const detail = "an integrated project names at least two reservoirs with their areas";
  return refuse({ rule: "design.reservoirs-missing", clause, pointer: "/design/reservoirs", detail });
}

/** Conditions on the plants of an integrated project whose own reservoir is not dense enough. */
function lowDensityPlants({ reservoirs = [] }: ProjectDesign, rulebook: Rulebook): Warning[] {
  const { capacity_at_most_w, share_below_percent } = rulebook.applicability.low_density_plants;
  const limit = BigInt(rulebook.applicability.power_density.above_w_per_m2);
  const sum = (some: typeof reservoirs) => some.reduce((all, { cap_w }) => all + BigInt(cap_w), 0n);
  const low = sum(reservoirs.filter(({ cap_w, a_m2 }) => BigInt(cap_w) <= limit * BigInt(a_m2)));
  const all = sum(reservoirs);
  if (low <= BigInt(capacity_at_most_w) && low * 100n < all * BigInt(share_below_percent)) return [];
  const detail = `plants at or below ${limit} W/m2 have ${low} of ${all} W: at most ${capacity_at_most_w} W and less than ${share_below_percent} % are allowed`;
  return [{ rule: "applicability.low-density-plants", pointer: "/design/reservoirs", detail }];
}

/** A size the rulebook needs: absent, or not above `above`, it is refused. */
function sizeOf(
  design: ProjectDesign,
  name: "cap_pj_w" | "cap_bl_w" | "a_pj_m2" | "a_bl_m2",
  clause: string,
  least = 1n,
): bigint {
  const size = design[name];
  if (size !== undefined && BigInt(size) >= least) return BigInt(size);
  const detail = size === undefined ? `${name} is missing, and the rulebook needs it` : `${name} must be more than 0`;
  return refuse({ rule: "design.size-missing", clause, pointer: `/design/${name}`, detail });
}
