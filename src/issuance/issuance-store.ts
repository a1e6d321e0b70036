import type { PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { PeriodKey } from "./invitation-store.ts";
import { type Duty, dutyOf, type Party, pendingStates, type State, type Step } from "./lifecycle.ts";

/** Requests to issue, and their steps. */

export type Issuance = PeriodKey & {
  readonly issuanceId: string;
  readonly statementNo: number;
  readonly state: State;
  readonly rulebook: string;
  readonly vintage: number;
  /** Grams of one unit. */
  readonly unitG: bigint;
  /** What would be minted, in the token's smallest units. */
  readonly units: bigint;
  readonly statementSha256: Uint8Array;
  readonly requestedAt: Date;
};

export type IssuanceStep = {
  readonly step: Step;
  /** Null: the gateway, as a consequence of something else. */
  readonly party: Party | null;
  readonly accreditationId: string | null;
  readonly signature: Uint8Array | null;
  readonly reason: string | null;
  /** Of the plant's chain. */
  readonly recordId: string;
  readonly seq: bigint;
  readonly commitment: Uint8Array;
  readonly at: Date;
};

export type IssuanceView = Issuance & { readonly steps: readonly IssuanceStep[] };

export async function insertIssuance(tx: Tx, issuance: Issuance): Promise<void> {
  await tx
    .insertInto("issuances")
    .values({
      org_id: issuance.orgId,
      plant_id: issuance.plantId,
      issuance_id: issuance.issuanceId,
      period_id: issuance.periodId,
      statement_no: issuance.statementNo,
      state: issuance.state,
      rulebook: issuance.rulebook,
      vintage: issuance.vintage,
      unit_g: issuance.unitG,
      units: issuance.units,
      statement_sha256: issuance.statementSha256,
      requested_at: issuance.requestedAt,
    })
    .execute();
}

export async function updateState(tx: Tx, { orgId, plantId, issuanceId }: Issuance, state: State): Promise<void> {
  await tx
    .updateTable("issuances")
    .set({ state })
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("issuance_id", "=", issuanceId)
    .execute();
}

export async function insertStep(tx: Tx, issuance: IssuanceView, step: IssuanceStep): Promise<void> {
  await tx
    .insertInto("issuance_steps")
    .values({
      org_id: issuance.orgId,
      plant_id: issuance.plantId,
      issuance_id: issuance.issuanceId,
      step_no: issuance.steps.length + 1,
      step: step.step,
      party_org_id: step.party?.orgId ?? null,
      party_key_id: step.party?.keyId ?? null,
      accreditation_id: step.accreditationId,
      signature: step.signature,
      reason: step.reason,
      record_id: step.recordId,
      seq: step.seq,
      commitment: step.commitment,
      at: step.at,
    })
    .execute();
}

/** Where an issuance lies, whoever owns it: who asks for it is checked by the caller. */
export async function placeOf(db: Db, issuanceId: string): Promise<PeriodKey | undefined> {
  const row = await db
    .selectFrom("issuances")
    .select(["org_id", "plant_id", "period_id"])
    .where("issuance_id", "=", issuanceId)
    .executeTakeFirst();
  return row && { orgId: row.org_id, plantId: row.plant_id, periodId: row.period_id };
}

/**
 * Where an issuance lies, for its own organisation and for those that are invited to its period. One question for
 * what is another's and what never was, so that not even the time of its answer tells them apart.
 */
export async function visiblePlace(db: Db, viewer: string, issuanceId: string): Promise<PeriodKey | undefined> {
  const row = await db
    .selectFrom("issuances as issuance")
    .select(["issuance.org_id", "issuance.plant_id", "issuance.period_id"])
    .where("issuance.issuance_id", "=", issuanceId)
    .where(({ eb, exists, or, selectFrom }) =>
      or([
        eb("issuance.org_id", "=", viewer),
        exists(
          selectFrom("period_invitations as invited")
            .select("invited.invitation_id")
            .whereRef("invited.org_id", "=", "issuance.org_id")
            .whereRef("invited.plant_id", "=", "issuance.plant_id")
            .whereRef("invited.period_id", "=", "issuance.period_id")
            .where("invited.guest_org_id", "=", viewer)
            .where("invited.withdrawn_at", "is", null),
        ),
      ]),
    )
    .executeTakeFirst();
  return row && { orgId: row.org_id, plantId: row.plant_id, periodId: row.period_id };
}

/** The periods of an organisation's plants that have issuances. */
export async function listOwnPlaces(db: Db, orgId: string): Promise<PeriodKey[]> {
  const rows = await db
    .selectFrom("issuances")
    .select(["plant_id", "period_id"])
    .distinct()
    .where("org_id", "=", orgId)
    .orderBy("plant_id")
    .execute();
  return rows.map((row) => ({ orgId, plantId: row.plant_id, periodId: row.period_id }));
}

/** All issuances of a plant, or of one period of it, in the order of their requests, with their steps. */
export async function listIssuances(db: Db, key: PlantKey, periodId?: string): Promise<IssuanceView[]> {
  let query = db
    .selectFrom("issuances")
    .selectAll()
    .where("org_id", "=", key.orgId)
    .where("plant_id", "=", key.plantId);
  if (periodId !== undefined) query = query.where("period_id", "=", periodId);
  const rows = await query.orderBy("requested_at").orderBy("issuance_id").execute();
  const steps = await stepsOf(
    db,
    key,
    rows.map((row) => row.issuance_id),
  );
  return rows.map((row) => ({
    orgId: row.org_id,
    plantId: row.plant_id,
    periodId: row.period_id,
    issuanceId: row.issuance_id,
    statementNo: row.statement_no,
    state: row.state as State,
    rulebook: row.rulebook,
    vintage: row.vintage,
    unitG: row.unit_g,
    units: row.units,
    statementSha256: row.statement_sha256,
    requestedAt: row.requested_at,
    steps: steps.get(row.issuance_id) ?? [],
  }));
}

async function stepsOf(db: Db, key: PlantKey, ids: readonly string[]): Promise<Map<string, IssuanceStep[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("issuance_steps")
    .selectAll()
    .where("org_id", "=", key.orgId)
    .where("plant_id", "=", key.plantId)
    .where("issuance_id", "in", ids)
    .orderBy("step_no")
    .execute();
  const stepOf = (row: (typeof rows)[number]): IssuanceStep => ({
    step: row.step as Step,
    party: partyOf(row.step as Step, row.party_org_id, row.party_key_id),
    accreditationId: row.accreditation_id,
    signature: row.signature,
    reason: row.reason,
    recordId: row.record_id,
    seq: row.seq,
    commitment: row.commitment,
    at: row.at,
  });
  const byIssuance = Map.groupBy(rows, (row) => row.issuance_id);
  return new Map([...byIssuance].map(([id, some]) => [id, some.map(stepOf)]));
}

function partyOf(step: Step, orgId: string | null, keyId: string | null): Party | null {
  const duty: Duty | null = dutyOf(step);
  return duty === null || orgId === null || keyId === null ? null : { duty, orgId, keyId };
}

/** Who took steps of these issuances. */
export function partiesOf(issuances: readonly IssuanceView[]): Party[] {
  return issuances.flatMap(({ steps }) => steps.flatMap(({ party }) => (party === null ? [] : [party])));
}

/** The one issuance of a period that waits for somebody's step; at most one does. */
export function pendingOf(issuances: readonly IssuanceView[]): IssuanceView | undefined {
  return issuances.find(({ state }) => pendingStates.includes(state));
}

/** An alert that a record stopped counting after its statement was issued. */
export type IssuanceAlert = {
  readonly alertId: string;
  readonly statementNo: number;
  readonly recordId: string;
  readonly effectiveStatus: string;
  readonly raisedAt: Date;
};

/** @returns false when it was raised before. */
export async function insertAlert(tx: Tx, key: PeriodKey, alert: IssuanceAlert): Promise<boolean> {
  const result = await tx
    .insertInto("issuance_alerts")
    .values({
      org_id: key.orgId,
      plant_id: key.plantId,
      period_id: key.periodId,
      alert_id: alert.alertId,
      statement_no: alert.statementNo,
      record_id: alert.recordId,
      effective_status: alert.effectiveStatus,
      raised_at: alert.raisedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Alerts of a plant, oldest first. */
export async function listAlerts(db: Db, key: PlantKey): Promise<(IssuanceAlert & { readonly periodId: string })[]> {
  const rows = await db
    .selectFrom("issuance_alerts")
    .selectAll()
    .where("org_id", "=", key.orgId)
    .where("plant_id", "=", key.plantId)
    .orderBy("raised_at")
    .orderBy("alert_id")
    .execute();
  return rows.map((row) => ({
    alertId: row.alert_id,
    periodId: row.period_id,
    statementNo: row.statement_no,
    recordId: row.record_id,
    effectiveStatus: row.effective_status,
    raisedAt: row.raised_at,
  }));
}
