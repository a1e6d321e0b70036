import type { Json } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { TenantEvent, TenantEventType } from "../platform/events.ts";

/** A record, as far as it is told of. */
export type ToldRecord = {
  readonly kind: string;
  readonly content: Content;
  readonly deviceId?: string;
  readonly endedAtMs?: number;
  readonly status?: string;
  readonly trustScore?: number;
};

/** Where it was linked. */
export type ToldPlace = {
  readonly orgId: string;
  readonly plantId: string;
  readonly recordId: string;
  readonly seq: bigint;
};

type Content = { readonly [member: string]: Json | undefined };

/** Steps of an issuance that organisations are told of. */
const toldSteps: Readonly<Record<string, TenantEventType>> = {
  verify: "statement.verified",
  approve: "statement.approved",
  issue: "credits.issued",
};

/** Steps of a transfer or retirement of issued units that organisations are told of. */
const toldMoves: Readonly<Record<string, TenantEventType>> = {
  "transfer wait": "credits.waiting",
  "transfer arrive": "credits.transferred",
  "transfer book": "credits.transferred",
  "retirement book": "credits.retired",
  "transfer fail": "credits.returned",
  "transfer cancel": "credits.returned",
  "retirement fail": "credits.returned",
  "retirement arrive": "credits.retired",
};

/** What a plant's organisation is told of a new record: at most one event, known by the record's id. */
export function eventsOf(record: ToldRecord, { orgId, plantId, recordId, seq }: ToldPlace): readonly TenantEvent[] {
  const told = toldOf(record);
  if (told === undefined) return [];
  const [type, data] = told;
  const where = { plant_id: plantId, record_id: recordId, seq: Number(seq) };
  return [{ eventId: `evt_${recordId.slice("rec_".length)}`, orgId, type, plantId, data: { ...where, ...data } }];
}

function toldOf(record: ToldRecord): [TenantEventType, { [member: string]: Json }] | undefined {
  switch (record.kind) {
    case "reading":
    case "correction":
      return verdictOf(record);
    case "reopen":
      return ["record.reopened", pick(record.content.reopen, "device_id", "rule", "from", "to")];
    case "review":
      return ["record.reviewed", pick(record.content.review, "record", "decision", "effects")];
    case "statement":
      return statementOf(record.content.statement as Content);
    case "issuance": {
      const step = record.content.issuance as Content;
      const type = toldSteps[String(step.step)];
      return type && [type, pick(step, "issuance_id", "period_id", "state", "statement", "minted")];
    }
    case "transfer":
    case "retirement": {
      const step = record.content[record.kind] as Content;
      const type = toldMoves[`${record.kind} ${String(step.step)}`];
      return type && [type, pick(step, "transfer_id", "retirement_id", "issuance_id", "transaction_id", "reason")];
    }
    default:
      return undefined;
  }
}

function verdictOf(record: ToldRecord): [TenantEventType, { [member: string]: Json }] | undefined {
  if (record.status !== "FLAGGED" && record.status !== "REJECTED") return undefined;
  const { reasons } = record.content.verification as { readonly reasons: readonly { readonly rule: string }[] };
  const data = {
    device_id: record.deviceId ?? null,
    timestamp: record.endedAtMs === undefined ? null : isoFromMs(record.endedAtMs),
    status: record.status,
    trust_score: record.trustScore ?? null,
    rules: reasons.map(({ rule }) => rule),
  };
  return [record.status === "FLAGGED" ? "record.flagged" : "record.rejected", data];
}

function statementOf(statement: Content): [TenantEventType, { [member: string]: Json }] {
  const { period_id } = statement.period as { period_id: string };
  const data = { period_id, ...pick(statement, "statement_no", "er_g", "label") };
  return [statement.statement_no === 1 ? "period.closed" : "period.amended", data];
}

function pick(from: Json | Content | undefined, ...names: string[]): { [member: string]: Json } {
  const members = (from ?? {}) as Content;
  return Object.fromEntries(names.flatMap((name) => (members[name] === undefined ? [] : [[name, members[name]]])));
}
