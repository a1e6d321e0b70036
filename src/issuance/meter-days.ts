import { refuse } from "../carbon/refusal.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Tx } from "../platform/database.ts";
import type { IssuanceDeps } from "./append.ts";
import type { Issuance } from "./issuance-store.ts";
import * as store from "./meter-days-store.ts";
import { type MeterDays, metersIn } from "./meter-spans.ts";
import { parseStatement } from "./statement-wire.ts";
import { findDesign, findStatement } from "./store.ts";

/**
 * A meter may move from one plant to another, and its serial then says where it stands today. What it metered on a day is issued
 * in one plant all the same: who asks for the same days second waits for the registrar. Nobody else learns who the other is.
 */

const rule = "meter.days-elsewhere";

/** Keeps an issuance's meters with their days. The caller holds the plant. */
export async function claimMeterDays(tx: Tx, issuance: Issuance): Promise<void> {
  await store.insertMeterDays(tx, issuance, await daysOf(tx, issuance));
}

/** @throws {Fault} `rule-violated` where a meter of the issuance earns in another plant on the same days */
export async function requireOwnDays(tx: Tx, { issuanceId }: Issuance): Promise<void> {
  const [serial] = await store.takenSerials(tx, issuanceId);
  if (serial === undefined) return;
  refuse({
    rule,
    clause: "one meter in one plant at a time: no MWh counts twice",
    pointer: "",
    detail: `the meter ${serial} earns in another plant on days of this period: the registrar of this gateway decides whose they are`,
  });
}

/** Notes for the registrar what a request was refused for: the refusal took everything else with it. */
export async function noteTakenDays(deps: IssuanceDeps, issuance: Issuance, error: unknown): Promise<void> {
  if (!(error instanceof Fault) || error.facts.extensions?.rule !== rule) return;
  const { orgId, plantId, requestedAt: raisedAt } = issuance;
  await deps.db
    .of(orgId)
    .transaction()
    .execute(async (tx) => {
      for (const days of await daysOf(tx, issuance)) {
        const clashId = `cls_${base32(deps.random.bytes(16))}`;
        await store.noteDaysClash(tx, { ...days, clashId, claimant: { orgId, plantId }, raisedAt });
      }
    });
}

/** Which meters stood in the plant on the days of an issuance, by the design that its statement was computed by. */
async function daysOf(tx: Tx, issuance: Issuance): Promise<MeterDays[]> {
  const bytes = await findStatement(tx, issuance, issuance.periodId, issuance.statementNo);
  assertState(bytes !== undefined, "an issuance of a statement that is not stored");
  const { design, period } = parseStatement(bytes);
  const found = await findDesign(tx, issuance, { version: design.version });
  assertState(found !== undefined, "a statement by a design that is not stored");
  // Check meters too: a meter stands in one plant.
  return metersIn(found.design.meters, Date.parse(period.from_at), Date.parse(period.to_at));
}
