import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/platform/database.ts";
import {
  type Claim,
  ClaimLost,
  createIdempotentCalls,
  type IdempotentCalls,
  type KeyedCall,
  removeOldCalls,
} from "../../src/platform/idempotent-calls.ts";
import { connectRoles, type Roles, type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let roles: Roles;
/** Sees everything. */
let connection: Connection;
let calls: IdempotentCalls;
const random = { bytes: (length: number) => randomBytes(length) };
const secret = randomBytes(32);
beforeAll(async () => {
  database = await testDatabase();
  roles = connectRoles(database);
  connection = roles.owner;
  calls = createIdempotentCalls({ db: roles.db, random, secret });
});
afterAll(async () => {
  await roles.close();
  await database.drop();
});

const claim = (call: KeyedCall, findsItself = false) => calls.claim(call, { findsItself });

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
  const claims = await Promise.all(Array.from({ length: 50 }, () => claim(call)));
  expect(claims.map(({ kind }) => kind).sort()).toEqual(["claimed", ...Array(49).fill("in-work")].sort());
});

test("an answer that was kept is given to whoever asks the same again, and to nobody who asks otherwise", async () => {
  const call = fresh();
  await calls.keep(call, claimOf(await claim(call)), answer);
  const again = await claim(call);
  expect(again).toMatchObject({ kind: "answered", answer: { status: 201, headers: { location: "/x" } } });
  expect(again.kind === "answered" && Buffer.from(again.answer.body).equals(answer.body)).toBe(true);
  expect(await claim({ ...call, fingerprint: new Uint8Array(32).fill(2) })).toEqual({ kind: "other-call" });
  expect((await claim({ ...call, credential: "key-2" })).kind).toBe("claimed");
  expect((await claim({ ...call, orgId: "rival" })).kind).toBe("claimed");
});

test("a claim whose process died is free again for the same call, and for no other", async () => {
  const call = fresh();
  const dead = claimOf(await claim(call));
  await age(call, { claim: "16 s" });
  expect(await claim({ ...call, fingerprint: new Uint8Array(32).fill(2) })).toEqual({ kind: "other-call" });
  const next = claimOf(await claim(call));
  // The dead one was only slow: what it says now changes nothing.
  await calls.keep(call, dead, answer);
  await calls.release(call, dead);
  expect(await claim(call)).toEqual({ kind: "in-work" });
  await calls.keep(call, next, answer);
  expect((await claim(call)).kind).toBe("answered");
});

test("a claim that is renewed does not run out; one that is given back is free at once", async () => {
  const call = fresh();
  const claimId = claimOf(await claim(call));
  await age(call, { claim: "14 s" });
  await calls.renew(call, claimId);
  await age(call, { claim: "14 s" });
  expect(await claim(call)).toEqual({ kind: "in-work" });
  await calls.release(call, claimId);
  expect((await claim(call)).kind).toBe("claimed");
});

describe("a call that had an effect, committed before its answer was kept", () => {
  /** One act in a transaction, as a verb writes it: for another organisation than the caller's, as a guest's step is. */
  const effect = (orgId: string) =>
    roles.db
      .of(orgId)
      .transaction()
      .execute(async (tx) => {
        await sql`INSERT INTO organisations (org_id, name, created_at) VALUES (${orgId}, 'x', now())`.execute(tx);
      });
  const happened = async (orgId: string) =>
    (await sql`SELECT FROM organisations WHERE org_id = ${orgId}`.execute(connection.db)).rows.length === 1;

  test("is not carried out again after a crash, unless it finds what it made", async () => {
    const call = fresh();
    const claimId = claimOf(await claim(call));
    await calls.carryOut(call, claimId, () => effect("marked"));
    expect(await claim(call)).toEqual({ kind: "in-work" });
    await age(call, { claim: "16 s" });
    expect(await claim(call)).toEqual({ kind: "answer-lost" });
    const again = claimOf(await claim(call, true));
    await age(call, { claim: "16 s" });
    // The mark stays with the key, whoever carries it out.
    expect(await claim(call)).toEqual({ kind: "answer-lost" });
    await calls.keep(call, again, answer);
    expect((await claim(call)).kind).toBe("answered");
  });

  test("keeps its mark where its answer is not worth keeping: a failure after the effect frees nothing", async () => {
    const call = fresh();
    const claimId = claimOf(await claim(call));
    await calls.carryOut(call, claimId, () => effect("failed-later"));
    await calls.release(call, claimId);
    expect(await claim(call)).toEqual({ kind: "answer-lost" });
  });

  test("rolls back where another has taken the call over meanwhile, and leaves no mark", async () => {
    const call = fresh();
    const slow = claimOf(await claim(call));
    await age(call, { claim: "16 s" });
    const next = claimOf(await claim(call));
    await expect(calls.carryOut(call, slow, () => effect("too-late"))).rejects.toThrow(ClaimLost);
    expect(await happened("too-late")).toBe(false);
    await calls.carryOut(call, next, () => effect("in-time"));
    expect(await happened("in-time")).toBe(true);
  });

  test("and one that only read is no effect: it may be tried again", async () => {
    const call = fresh();
    const claimId = claimOf(await claim(call));
    await calls.carryOut(call, claimId, () =>
      roles.db
        .of("pilot")
        .transaction()
        .execute((tx) => tx.selectFrom("organisations").selectAll().execute()),
    );
    await calls.release(call, claimId);
    expect((await claim(call)).kind).toBe("claimed");
  });

  test("that rolled back by itself leaves no mark either: it may be tried again", async () => {
    const call = fresh();
    const claimId = claimOf(await claim(call));
    await expect(
      calls.carryOut(call, claimId, async () => {
        await effect("twice");
        await effect("twice");
      }),
    ).rejects.toThrow(/duplicate/);
    const other = fresh();
    const otherId = claimOf(await claim(other));
    await expect(calls.carryOut(other, otherId, () => effect("twice"))).rejects.toThrow(/duplicate/);
    await age(other, { claim: "16 s" });
    expect((await claim(other)).kind).toBe("claimed");
  });
});

test("after a day a key means nothing any more, and its row goes; what is younger or in work stays", async () => {
  const [old, young, inWork] = [fresh(), fresh(), fresh()];
  for (const call of [old, young]) await calls.keep(call, claimOf(await claim(call)), answer);
  claimOf(await claim(inWork));
  await age(old, { made: "24 h" });
  await age(young, { made: "23 h" });
  await age(inWork, { made: "25 h" });
  expect(await removeOldCalls(roles.worker.db)).toBe(1);
  expect((await claim(old)).kind).toBe("claimed");
  expect((await claim(young)).kind).toBe("answered");
  expect((await claim(inWork)).kind).toBe("in-work");
  await age(young, { made: "2 h" });
  // Before the job comes round it is free too, also for another call.
  expect((await claim({ ...young, fingerprint: new Uint8Array(32).fill(3) })).kind).toBe("claimed");
});

test("a claim that a clock ahead left behind is over once it is put back; what was answered stays answered", async () => {
  const [dead, done, effected] = [fresh(), fresh(), fresh()];
  await claim(dead);
  await calls.keep(done, claimOf(await claim(done)), answer);
  await claim(effected);
  await sql`UPDATE idempotent_calls SET took_effect = true WHERE idempotency_key = ${effected.key}`.execute(
    connection.db,
  );
  for (const call of [dead, done, effected]) await age(call, { claim: "-1 year", made: "-1 year" });
  expect((await claim(dead)).kind).toBe("claimed");
  expect((await claim(done)).kind).toBe("answered");
  expect((await claim(effected)).kind).toBe("answer-lost");
  expect((await claim(effected, true)).kind).toBe("claimed");
});

test("what is kept cannot be read from the database, nor under another secret or at another key", async () => {
  const [call, other] = [fresh(), fresh()];
  for (const one of [call, other]) await calls.keep(one, claimOf(await claim(one)), answer);
  const { rows } = await sql<{ answer: Buffer }>`SELECT answer FROM idempotent_calls WHERE answer IS NOT NULL`.execute(
    connection.db,
  );
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) expect(row.answer.toString("latin1")).not.toMatch(/ghdk|secret|location/);
  const thief = createIdempotentCalls({ db: roles.db, random, secret: randomBytes(32) });
  // Under another secret it is not even the same call.
  expect(await thief.claim(call, { findsItself: false })).toEqual({ kind: "other-call" });
  await sql`
    UPDATE idempotent_calls SET answer = (SELECT answer FROM idempotent_calls WHERE idempotency_key = ${other.key})
    WHERE idempotency_key = ${call.key}`.execute(connection.db);
  await expect(claim(call)).rejects.toThrow();
});
