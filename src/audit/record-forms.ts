import type { Json } from "../kernel/canonical.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { membersOf, named } from "./differences.ts";
import { count, type Finding, unchecked } from "./findings.ts";

/** The form of records that this version knows. */
const knownVersion = 1;

const ofEvery = ["v", "kind", "id", "org_id", "plant_id", "seq", "prev", "salt", "received_at"];
const ofJudged = [
  ...["device_id", "device_seq", "timestamp", "timestamp_source", "interval_s", "readings", "context"],
  ...["verification", "carbon"],
];

/** What records of a kind say beside that; of one that holds another object of members in its turn, those as well. */
const ofKind: Readonly<Record<string, Readonly<Record<string, readonly string[] | null>>>> = {
  plant: { plant: null },
  device: { device: null },
  "device-key": {
    device_key: ["act", "claim", "device_id", "key_id", "public_key", "reason", "retires", "revoked_by", "rotation"],
  },
  reading: {
    ...Object.fromEntries(ofJudged.map((name) => [name, null])),
    ...{ covers: null, source: null, reason: null, filed_by: null, signed: null },
    signature: ["form", "key_id", "sha256", "signed_at"],
    samples: ["count", "received_at", "root", "slot"],
  },
  correction: { ...Object.fromEntries(ofJudged.map((name) => [name, null])), correction: null },
  review: { review: null },
  reopen: { reopen: null },
  model: { model: null },
  design: { version: null, design: null, rulebook: null, grid_table: null },
  statement: { statement: null },
  issuance: {
    issuance: [
      ...["issuance_id", "step", "state", "period_id", "statement", "party", "accreditation", "signature", "reason"],
      ...["mint", "minted"],
    ],
  },
  claim: {
    claim: ["claim_id", "scheme", "reference", "from_at", "to_at", "energy_wh", "recorded_by", "withdraws"],
  },
  transfer: { transfer: null },
  retirement: { retirement: null },
  bundle: { bundle: ["period_id", "statement_no", "first_seq", "last_seq", "sha256", "size"] },
  administration: { acts: null },
  accreditation: { accreditation: null },
  withdrawal: { withdrawal: null },
  "meter-decision": { decision: null },
};

/** What stands further in, by kind and path; `*` is each of a list. What is compared whole, or read strictly, is not here. */
const within: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "device-key": {
    "device_key.claim": ["code", "proof"],
    "device_key.rotation": ["key_id", "proof", "signature"],
  },
  design: { rulebook: ["id", "hash"] },
  issuance: {
    "issuance.minted": ["intent_id", "parts"],
    "issuance.minted.parts.*": [
      ...["part_no", "amount", "token_id", "transaction_id", "message_transaction_id", "booked"],
    ],
    "issuance.minted.parts.*.booked": ["memo", "by", "reason"],
  },
  claim: { "claim.withdraws": ["claim_id", "record_id", "reason"] },
  "meter-decision": {
    decision: ["clash_id", "serial", "claimant", "holder", "meter_of", "reason", "days"],
    "decision.days": ["from_at", "to_at"],
    "decision.claimant": ["organisation", "plant_id"],
    "decision.holder": ["organisation", "plant_id"],
  },
};

/**
 * Tells of records that say something which this version holds to nothing: a member that it does not know, or a form of
 * another version, whose members may mean something else.
 */
export class RecordForms {
  #records = 0;
  #first = "";

  next(record: RecordEnvelope): void {
    const why = strangeIn(record);
    if (why === undefined) return;
    if (this.#records++ === 0) this.#first = `${named(record)} ${why}`;
  }

  findings(): Finding[] {
    if (this.#records === 0) return [];
    const detail = `what ${count(this.#records, "record")} say beside what this version knows: the first, ${this.#first}`;
    return [unchecked("form", detail)];
  }
}

/** What of a record this version does not know. Of another kind than it knows nothing is told here. */
function strangeIn({ kind, members }: RecordEnvelope): string | undefined {
  if (members.v !== knownVersion) return `is of version ${JSON.stringify(members.v ?? null)}`;
  const known = ofKind[kind];
  if (known === undefined) return undefined;
  const stranger = Object.keys(members).find((name) => !ofEvery.includes(name) && !Object.hasOwn(known, name));
  if (stranger !== undefined) return `has a member ${stranger}`;
  for (const [name, inner] of Object.entries(known)) {
    const other = inner && Object.keys(membersOf(members[name])).find((one) => !inner.includes(one));
    if (other != null) return `has a member ${name}.${other}`;
  }
  for (const [path, inner] of Object.entries(within[kind] ?? {})) {
    for (const one of at(members as Json, path.split("."))) {
      const other = Object.keys(membersOf(one)).find((name) => !inner.includes(name));
      if (other !== undefined) return `has a member ${path}.${other}`;
    }
  }
  return undefined;
}

/** What stands at a path. */
function at(value: Json | undefined, [name, ...rest]: readonly string[]): (Json | undefined)[] {
  if (name === undefined) return [value];
  if (name !== "*") return at(membersOf(value)[name], rest);
  return Array.isArray(value) ? value.flatMap((one) => at(one as Json, rest)) : [];
}
