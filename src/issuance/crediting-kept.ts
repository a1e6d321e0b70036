import { type CreditingSpan, creditingSpan } from "../carbon/bounds.ts";
import { refuse } from "../carbon/refusal.ts";
import { rulebooks } from "../carbon/rulebook.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import { designOn, type Version } from "./design-in-force.ts";
import type { PlantDesign } from "./design-schema.ts";
import * as store from "./store.ts";

/**
 * A new version of a design leaves every stated period in the crediting period that it was stated in. Else a later start would
 * begin the crediting anew, with the first period's weights and all its years once more; and what was stated before that
 * start could never be stated anew, nor any period behind it be closed once its records stopped counting.
 *
 * @throws {Fault} `rule-violated`
 */
export async function requireCreditingKept(
  tx: Tx,
  key: PlantKey,
  versions: readonly store.StoredDesign[],
  now: PlantDesign,
): Promise<void> {
  const stated = new Set((await store.listStatements(tx, key)).map(({ periodId }) => periodId));
  const periods = await store.listPeriods(tx, key);
  requireSameCrediting(
    periods.filter(({ periodId }) => stated.has(periodId)),
    versions,
    now,
  );
}

/** The same of stated periods that are at hand. @throws {Fault} `rule-violated` */
export function requireSameCrediting(
  stated: readonly Pick<store.Period, "periodId" | "from" | "to">[],
  versions: readonly Version[],
  now: PlantDesign,
): void {
  for (const period of stated) {
    const before = designOn(versions, period.from)?.design;
    const old = before && spanOf(before, period);
    if (before === undefined || old === undefined) continue;
    // Of other terms under another rulebook the numbers say nothing of each other: there the days alone are held.
    const sameTerms = before.rulebook === now.rulebook || before.crediting.kind === now.crediting.kind;
    const number = spanOf(now, period)?.number;
    if (number !== undefined && (!sameTerms || number === old.number)) continue;
    const detail = `the period ${period.periodId} from ${period.from} is stated in crediting period ${old.number}, and would lie in ${number ?? "none"}`;
    const { clause } = rulebooks.get(now.rulebook)?.crediting ?? { clause: null };
    refuse({ rule: "crediting.stated", clause, pointer: "/crediting/start", detail });
  }
}

function spanOf(
  { rulebook, crediting }: PlantDesign,
  { from, to }: Pick<store.Period, "from" | "to">,
): CreditingSpan | undefined {
  const found = rulebooks.get(rulebook);
  const span = found && creditingSpan(found, crediting.kind, crediting.start, from);
  return span === undefined || to > span.to ? undefined : span;
}
