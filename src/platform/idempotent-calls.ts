import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import { sql } from "kysely";
import { base32 } from "../kernel/ids.ts";
import type { Randomness } from "../kernel/time.ts";
import type { Db } from "./database.ts";
import { beforeCommit, type RunStatement } from "./effects.ts";
import type { ScopedDb } from "./scoped.ts";

/** One call with an `Idempotency-Key`, as far as it tells calls apart. */
export type KeyedCall = {
  readonly orgId: string;
  readonly credential: string;
  readonly key: string;
  /** SHA-256 of what was asked. */
  readonly fingerprint: Uint8Array;
};

/** An answer as it was given: what a repetition gets. */
export type KeptAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What its caller was when it was given; undefined where a version before this was kept. */
  readonly roles?: readonly string[] | undefined;
};

/** What became of a key: ours to carry out, answered before, in work elsewhere, or sent with something else. */
export type Claim =
  | { readonly kind: "claimed"; readonly claimId: string }
  | { readonly kind: "answered"; readonly answer: KeptAnswer }
  | { readonly kind: "in-work" }
  /** It took effect, and whoever carried it out died before its answer was kept. */
  | { readonly kind: "answer-lost" }
  | { readonly kind: "other-call" };

export type IdempotentCalls = {
  /** `findsItself`: carried out again, the call finds what it made; else it is never carried out after its effect. */
  claim(call: KeyedCall, options: { readonly findsItself: boolean }): Promise<Claim>;
  /** Runs a claimed call: every transaction that it commits is marked, and none commits once the claim is lost. */
  carryOut<T>(call: KeyedCall, claimId: string, run: () => Promise<T>): Promise<T>;
  /** Keeps a claim from running out while its call is in work. */
  renew(call: KeyedCall, claimId: string): Promise<void>;
  keep(call: KeyedCall, claimId: string, answer: KeptAnswer): Promise<void>;
  /** Gives the key back: a call without an answer worth keeping may be tried again at once, if it had no effect. */
  release(call: KeyedCall, claimId: string): Promise<void>;
};

/** How long answers are kept, h. */
export const answersKeptH = 24;
/** How long a claim outlives the process that made it, s. */
const claimS = 15;
/** A claim that is to last longer was made by a clock of the database that has been put back since. */
const noClaimLasts = sql`interval '15 minutes'`;
/** How often a claim in work is renewed, ms. */
export const renewEveryMs = 5_000;

/**
 * Keys, claims and answers in PostgreSQL. Time is the database's, so that replicas agree on it. `secret` never
 * stands in the database: what is kept there can be read by the gateways alone.
 */
export function createIdempotentCalls(deps: {
  readonly db: ScopedDb;
  readonly random: Randomness;
  readonly secret: Uint8Array;
}): IdempotentCalls {
  const sealKey = new Uint8Array(hkdfSync("sha256", deps.secret, "", "hydro-mrv idempotent answers v1", 32));
  const fingerprintKey = new Uint8Array(hkdfSync("sha256", deps.secret, "", "hydro-mrv idempotent calls v1", 32));
  const own = (call: KeyedCall) => ({ ...call, fingerprint: keyed(fingerprintKey, call.fingerprint) });
  return {
    claim: (call, { findsItself }) => claim({ ...deps, db: deps.db.of(call.orgId) }, sealKey, own(call), findsItself),
    carryOut: (call, claimId, run) => beforeCommit.run((statement) => mark(statement, call, claimId), run),
    renew: (call, claimId) => renew(deps.db.of(call.orgId), call, claimId),
    keep: (call, claimId, answer) =>
      keep(deps.db.of(call.orgId), call, claimId, sealed(sealKey, deps.random.bytes(nonceBytes), own(call), answer)),
    release: (call, claimId) => release(deps.db.of(call.orgId), call, claimId),
  };
}

async function claim(
  { db, random }: { readonly db: Db; readonly random: Randomness },
  sealKey: Uint8Array,
  call: KeyedCall,
  findsItself: boolean,
): Promise<Claim> {
  const { orgId, credential, key, fingerprint } = call;
  const claimId = base32(random.bytes(16));
  // A row is taken over when its day is over, or when whoever claimed it for this very call has died; after an effect
  // only where the call finds what it made.
  const taken = await sql`
    INSERT INTO idempotent_calls AS call
      (org_id, credential, idempotency_key, fingerprint, claim_id, claimed_until, created_at)
    VALUES (${orgId}, ${credential}, ${key}, ${fingerprint}, ${claimId}, now() + make_interval(secs => ${claimS}), now())
    ON CONFLICT (org_id, credential, idempotency_key) DO UPDATE SET
      fingerprint = excluded.fingerprint, claim_id = excluded.claim_id, claimed_until = excluded.claimed_until,
      took_effect = call.took_effect AND call.created_at > now() - make_interval(hours => ${answersKeptH}),
      created_at = excluded.created_at, answer = NULL
    WHERE (call.claimed_until <= now() OR call.claimed_until > now() + ${noClaimLasts})
      AND (call.created_at <= now() - make_interval(hours => ${answersKeptH})
           OR (call.answer IS NULL AND call.fingerprint = excluded.fingerprint
               AND (${findsItself} OR NOT call.took_effect)))
    RETURNING claim_id`.execute(db);
  if (taken.rows.length > 0) return { kind: "claimed", claimId };
  const isOver = sql<boolean>`(claimed_until <= now() OR claimed_until > now() + ${noClaimLasts})`;
  const row = await db
    .selectFrom("idempotent_calls")
    .select(["fingerprint", "answer", "took_effect", isOver.as("is_over")])
    .where("org_id", "=", orgId)
    .where("credential", "=", credential)
    .where("idempotency_key", "=", key)
    .executeTakeFirst();
  // Given back between the two statements: the caller may try again at once.
  if (row === undefined) return { kind: "in-work" };
  if (Buffer.compare(row.fingerprint, fingerprint) !== 0) return { kind: "other-call" };
  if (row.answer !== null) return { kind: "answered", answer: opened(sealKey, call, row.answer) };
  return { kind: row.is_over && row.took_effect && !findsItself ? "answer-lost" : "in-work" };
}

/** @throws {ClaimLost} so that the transaction is rolled back */
async function mark(statement: RunStatement, { orgId, credential, key }: KeyedCall, claimId: string): Promise<void> {
  // A transaction of the call may be opened for another organisation than the caller's: a guest's step is.
  const marked = await statement("SELECT FROM mark_call($1, $2, $3, $4)", [orgId, credential, key, claimId]);
  if (marked !== 1) throw new ClaimLost();
}

/** Whoever carried a call out was away so long that another has taken it over. */
export class ClaimLost extends Error {
  constructor() {
    super("another gateway has taken this call over");
    this.name = "ClaimLost";
  }
}

async function renew(db: Db, call: KeyedCall, claimId: string): Promise<void> {
  await sql`
    UPDATE idempotent_calls SET claimed_until = now() + make_interval(secs => ${claimS})
    WHERE org_id = ${call.orgId} AND credential = ${call.credential} AND idempotency_key = ${call.key}
      AND claim_id = ${claimId} AND answer IS NULL`.execute(db);
}

async function keep(db: Db, call: KeyedCall, claimId: string, answer: Uint8Array): Promise<void> {
  await db
    .updateTable("idempotent_calls")
    .set({ answer, claimed_until: sql`now()` })
    .where("org_id", "=", call.orgId)
    .where("credential", "=", call.credential)
    .where("idempotency_key", "=", call.key)
    .where("claim_id", "=", claimId)
    .execute();
}

async function release(db: Db, call: KeyedCall, claimId: string): Promise<void> {
  const ours = sql`
    org_id = ${call.orgId} AND credential = ${call.credential} AND idempotency_key = ${call.key} AND claim_id = ${claimId}`;
  await sql`
    WITH ended AS (UPDATE idempotent_calls SET claimed_until = now() WHERE took_effect AND ${ours})
    DELETE FROM idempotent_calls WHERE NOT took_effect AND ${ours}`.execute(db);
}

/** Removes what is older than a day and not in work. @returns how many rows went */
export async function removeOldCalls(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    DELETE FROM idempotent_calls
    WHERE created_at <= now() - make_interval(hours => ${answersKeptH}) AND claimed_until <= now()`.execute(db);
  return Number(numAffectedRows ?? 0);
}

const nonceBytes = 12;
const tagBytes = 16;

/** A body may be little but a password: without the key nobody tries passwords against what is kept of it. */
function keyed(fingerprintKey: Uint8Array, fingerprint: Uint8Array): Uint8Array {
  return createHmac("sha256", fingerprintKey).update(fingerprint).digest();
}

/** A sealed answer opens at its own row only. */
function boundTo({ orgId, credential, key, fingerprint }: KeyedCall): Uint8Array {
  return Buffer.concat([Buffer.from(`${orgId}\n${credential}\n${key}\n`), fingerprint]);
}

/** nonce | AES-256-GCM(length of the head as 4 bytes | head as JSON | body) | tag */
function sealed(sealKey: Uint8Array, nonce: Uint8Array, call: KeyedCall, { body, ...rest }: KeptAnswer): Uint8Array {
  const cipher = createCipheriv("aes-256-gcm", sealKey, nonce).setAAD(boundTo(call));
  const head = Buffer.from(JSON.stringify(rest));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  const text = [cipher.update(length), cipher.update(head), cipher.update(body), cipher.final()];
  return Buffer.concat([nonce, ...text, cipher.getAuthTag()]);
}

function opened(sealKey: Uint8Array, call: KeyedCall, stored: Uint8Array): KeptAnswer {
  const bytes = Buffer.from(stored);
  const decipher = createDecipheriv("aes-256-gcm", sealKey, bytes.subarray(0, nonceBytes));
  decipher.setAAD(boundTo(call)).setAuthTag(bytes.subarray(-tagBytes));
  const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  const headEnd = 4 + text.readUInt32BE(0);
  const head = JSON.parse(text.toString("utf8", 4, headEnd)) as Omit<KeptAnswer, "body">;
  return { ...head, body: Uint8Array.from(text.subarray(headEnd)) };
}
