import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Connection, connect } from "../../src/platform/database.ts";
import {
  type Claim,
  createIdempotentCalls,
  type IdempotentCalls,
  type KeyedCall,
  removeOldCalls,
} from "../../src/platform/idempotent-calls.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let connection: Connection;
let calls: IdempotentCalls;
const random = { bytes: (length: number) => randomBytes(length) };
const secret = randomBytes(32);
beforeAll(async () => {
  database = await testDatabase();
  connection = connect(database.url);
  calls = createIdempotentCalls({ db: connection.db, random, secret });
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

let used = 0;
const fresh = (parts: Partial<KeyedCall> = {}): KeyedCall => ({
  orgId: "pilot",
  credential: "key-1",
  key: `k-${++used}`,
  fingerprint: new Uint8Array(32).fill(1),
  ...parts,
});
const answer = { status: 201, headers: { location: "/x" }, body: Buffer.from('{"secret":"ghdk_shown_once"}') };

function claimOf(claim: Claim): string {
  if (claim.kind !== "claimed") throw new Error(`the key was not free: ${claim.kind}`);
  return claim.claimId;
}

/** What a crash leaves after a while, and what a day does. */
const age = (call: KeyedCall, change: { claim?: string; made?: string }) =>
  sql`
    UPDATE idempotent_calls SET
      claimed_until = claimed_until - ${change.claim ?? "0 s"}::interval,
      created_at = created_at - ${change.made ?? "0 s"}::interval
    WHERE idempotency_key = ${call.key}`.execute(connection.db);

test("one of fifty who claim a key at once gets it", async () => {
  const call = fresh();
  const claims = await Promise.all(Array.from({ length: 50 }, () => calls.claim(call)));
  expect(claims.map(({ kind }) => kind).sort()).toEqual(["claimed", ...Array(49).fill("in-work")].sort());
});

test("an answer that was kept is given to whoever asks the same again, and to nobody who asks otherwise", async () => {
  const call = fresh();
  await calls.keep(call, claimOf(await calls.claim(call)), answer);
  const again = await calls.claim(call);
  expect(again).toMatchObject({ kind: "answered", answer: { status: 201, headers: { location: "/x" } } });
  expect(again.kind === "answered" && Buffer.from(again.answer.body).equals(answer.body)).toBe(true);
  expect(await calls.claim({ ...call, fingerprint: new Uint8Array(32).fill(2) })).toEqual({ kind: "other-call" });
  expect((await calls.claim({ ...call, credential: "key-2" })).kind).toBe("claimed");
  expect((await calls.claim({ ...call, orgId: "rival" })).kind).toBe("claimed");
});

test("a claim whose process died is free again for the same call, and for no other", async () => {
  const call = fresh();
  const dead = claimOf(await calls.claim(call));
  await age(call, { claim: "16 s" });
  expect(await calls.claim({ ...call, fingerprint: new Uint8Array(32).fill(2) })).toEqual({ kind: "other-call" });
  const next = claimOf(await calls.claim(call));
  // The dead one was only slow: what it says now changes nothing.
  await calls.keep(call, dead, answer);
  await calls.release(call, dead);
  expect(await calls.claim(call)).toEqual({ kind: "in-work" });
  await calls.keep(call, next, answer);
  expect((await calls.claim(call)).kind).toBe("answered");
});

test("a claim that is renewed does not run out; one that is given back is free at once", async () => {
  const call = fresh();
  const claim = claimOf(await calls.claim(call));
  await age(call, { claim: "14 s" });
  await calls.renew(call, claim);
  await age(call, { claim: "14 s" });
  expect(await calls.claim(call)).toEqual({ kind: "in-work" });
  await calls.release(call, claim);
  expect((await calls.claim(call)).kind).toBe("claimed");
});

test("after a day a key means nothing any more, and its row goes; what is younger or in work stays", async () => {
  const [old, young, inWork] = [fresh(), fresh(), fresh()];
  for (const call of [old, young]) await calls.keep(call, claimOf(await calls.claim(call)), answer);
  claimOf(await calls.claim(inWork));
  await age(old, { made: "24 h" });
  await age(young, { made: "23 h" });
  await age(inWork, { made: "25 h" });
  expect(await removeOldCalls(connection.db)).toBe(1);
  expect((await calls.claim(old)).kind).toBe("claimed");
  expect((await calls.claim(young)).kind).toBe("answered");
  expect((await calls.claim(inWork)).kind).toBe("in-work");
  await age(young, { made: "2 h" });
  // Before the job comes round it is free too, also for another call.
  expect((await calls.claim({ ...young, fingerprint: new Uint8Array(32).fill(3) })).kind).toBe("claimed");
});

test("what is kept cannot be read from the database, nor under another secret or at another key", async () => {
  const [call, other] = [fresh(), fresh()];
  for (const one of [call, other]) await calls.keep(one, claimOf(await calls.claim(one)), answer);
  const { rows } = await sql<{ answer: Buffer }>`SELECT answer FROM idempotent_calls WHERE answer IS NOT NULL`.execute(
    connection.db,
  );
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) expect(row.answer.toString("latin1")).not.toMatch(/ghdk|secret|location/);
  const thief = createIdempotentCalls({ db: connection.db, random, secret: randomBytes(32) });
  await expect(thief.claim(call)).rejects.toThrow();
  await sql`
    UPDATE idempotent_calls SET answer = (SELECT answer FROM idempotent_calls WHERE idempotency_key = ${other.key})
    WHERE idempotency_key = ${call.key}`.execute(connection.db);
  await expect(calls.claim(call)).rejects.toThrow();
});
