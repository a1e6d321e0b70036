import { detailsOf } from "../issuance/issuance-queries.ts";
import type { IssuanceView } from "../issuance/issuance-store.ts";
import { claimOf } from "../issuance/lifecycle.ts";
import { notesOf } from "../issuance/notes.ts";
import { type PeriodView, tonnesText } from "../issuance/periods.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { HttpDeps } from "./deps.ts";

type PlantKey = { readonly orgId: string; readonly plantId: string };

/** Where the statements of a period are read. */
export type StatementsPath = (periodId: string) => string;

const ownStatements =
  (plantId: string): StatementsPath =>
  (periodId) =>
    `/api/v1/plants/${plantId}/periods/${periodId}/statements`;

/**
 * What a caller is told of periods of one plant: with what their figures may be called, and for which programmes.
 * @param statements where this caller reads them, if not as a member of the plant's organisation
 */
export async function periodAnswers(
  deps: HttpDeps,
  key: PlantKey,
  periods: readonly PeriodView[],
  statements: StatementsPath = ownStatements(key.plantId),
) {
  const db = deps.plants.db.of(key.orgId);
  const ids = periods.map(({ periodId }) => periodId);
  const issuances = (await detailsOf(db, key, ids)).map(({ issuance }) => issuance);
  const programmes = await notesOf(db, key, deps.clock.nowMs());
  return periods.map((period) => ({ ...periodAnswer(key.plantId, period, issuances, statements), programmes }));
}

function periodAnswer(
  plantId: string,
  { statements, ...period }: PeriodView,
  issuances: readonly IssuanceView[],
  statementsPath: StatementsPath,
) {
  const ofStatement = (no: number) =>
    issuances.findLast((one) => one.periodId === period.periodId && one.statementNo === no);
  return {
    period_id: period.periodId,
    plant_id: plantId,
    from: period.from,
    to: period.to,
    time_zone: period.timeZone,
    from_at: isoFromMs(period.fromMs),
    to_at: isoFromMs(period.toMs),
    status: statements.length === 0 ? "open" : "closed",
    opened_at: period.openedAt.toISOString(),
    statements: statements.map((facts) => {
      const issuance = ofStatement(facts.statementNo);
      return {
        statement_no: facts.statementNo,
        label: claimOf(issuance?.state),
        record_id: facts.recordId,
        seq: Number(facts.seq),
        commitment: Buffer.from(facts.commitment).toString("hex"),
        er_g: String(facts.erG),
        er_t: tonnesText(facts.erG),
        issued_units: String(facts.issuedUnits),
        taken_back_g: String(facts.takenBackG),
        carry_out_g: String(facts.carryOutG),
        created_at: facts.createdAt.toISOString(),
        issuance: issuance === undefined ? null : { issuance_id: issuance.issuanceId, state: issuance.state },
        links: {
          statement: `${statementsPath(period.periodId)}/${facts.statementNo}`,
          record: `/api/v1/records/${facts.recordId}`,
          proof: `/api/v1/records/${facts.recordId}/proof`,
        },
      };
    }),
  };
}
