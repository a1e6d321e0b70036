import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesToHex, canonicalBytes, type Json, sha256Hex } from "../../src/kernel/canonical.ts";
import { decideOnRecord } from "../../src/telemetry/review.ts";
import { fileCorrection } from "../../src/telemetry/review-corrections.ts";
import { listReviews } from "../../src/telemetry/review-queries.ts";
import { type Members, relink } from "../support/chain.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { decidedUpTo, failing, fault, holds, ReviewBench } from "./review-bench.ts";

let world: ReviewBench;
beforeAll(async () => {
  world = await ReviewBench.open();
});
afterAll(() => world.bench.close());

const { plant_id: plantId } = pilotPlant;

describe("a decision", () => {
  test("is a record of its own that names what it is about; the reading's bytes and verdict stay", async () => {
    const orgId = await world.newPlant();
    const flagged = await world.flagged(orgId, 1);
    expect([flagged.status, flagged.effectiveStatus]).toEqual(["FLAGGED", "FLAGGED"]);
    const { decision, record } = await world.decide(orgId, flagged.recordId, "approve", "probe was being cleaned");
    expect(record).toMatchObject({ status: "FLAGGED", effectiveStatus: "APPROVED" });
    expect([record.body, record.commitment].map(bytesToHex)).toEqual(
      [flagged.body, flagged.commitment].map(bytesToHex),
    );
    expect(decision).toMatchObject({ kind: "review", seq: flagged.seq + 1n, status: null, effectiveStatus: null });
    const [body] = await world.bodiesOf(orgId, "review");
    const named = { id: flagged.recordId, seq: Number(flagged.seq) };
    expect(body?.review).toEqual({
      record: { ...named, commitment: bytesToHex(flagged.commitment) },
      decision: "approve",
      reason: "probe was being cleaned",
      decided_by: "verifier",
      supersedes: null,
      effects: [{ ...named, effective_status: "APPROVED" }],
    });
    const leaves = await world.rows<{ verdict: string }>(
      sql`SELECT verdict FROM outbox WHERE record_id = ${decision.recordId}`,
    );
    expect(leaves).toEqual([{ verdict: "other" }]);
    expect(await world.audit(orgId)).toEqual(holds);
  });

  test("that comes later supersedes; both stay on record", async () => {
    const orgId = await world.newPlant();
    const { recordId } = await world.flagged(orgId, 1);
    const first = await world.decide(orgId, recordId, "approve");
    const second = await world.decide(orgId, recordId, "reject", "the probe was fine", "second");
    expect(second.record.effectiveStatus).toBe("REJECTED");
    expect((await world.bodiesOf(orgId, "review")).map(({ review }) => (review as Members).supersedes)).toEqual([
      null,
      first.decision.recordId,
    ]);
    expect(await world.audit(orgId)).toEqual(holds);
  });

  test("repeated by the same key is the first one, also after another verifier overruled it", async () => {
    const orgId = await world.newPlant();
    const { recordId } = await world.flagged(orgId, 1);
    const first = await world.decide(orgId, recordId, "approve");
    await world.decide(orgId, recordId, "reject", "no", "second");
    const again = await world.decide(orgId, recordId, "approve");
    expect([again.repeated, again.decision.recordId]).toEqual([true, first.decision.recordId]);
    expect(again.record.effectiveStatus).toBe("REJECTED");
    const anew = await world.decide(orgId, recordId, "approve", "new evidence");
    expect([anew.repeated, anew.record.effectiveStatus]).toEqual([false, "APPROVED"]);
  });

  test("repeated fifty times at once is one record", async () => {
    const orgId = await world.newPlant();
    const { recordId } = await world.flagged(orgId, 1);
    const made = await Promise.all(Array.from({ length: 50 }, () => world.decide(orgId, recordId, "approve")));
    expect(new Set(made.map(({ decision }) => decision.recordId)).size).toBe(1);
    expect(made.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await world.bodiesOf(orgId, "review")).toHaveLength(1);
  });

  test("of many verifiers at once, among arriving readings: one order, none lost, the last one holds", async () => {
    const orgId = await world.newPlant();
    const { recordId } = await world.flagged(orgId, 0);
    const decisions = Array.from({ length: 20 }, (_, i) =>
      world.decide(orgId, recordId, i % 2 === 0 ? "approve" : "reject", `reason ${i}`, `verifier-${i}`),
    );
    await Promise.all([...decisions, ...Array.from({ length: 20 }, (_, i) => world.reading(orgId, i + 1))]);
    const made = await world.bodiesOf(orgId, "review");
    expect(new Set(made.map(({ review }) => (review as Members).reason)).size).toBe(20);
    made.forEach(({ review }, i) => {
      expect((review as Members).supersedes).toBe(i === 0 ? null : made[i - 1]?.id);
    });
    const last = made.at(-1)?.review as { effects: [{ effective_status: string }] };
    expect(await world.effectiveStatus(orgId, recordId)).toBe(last.effects[0].effective_status);
    expect(await world.audit(orgId)).toEqual(holds);
  });

  test.each<[string, (orgId: string) => Promise<string>, string]>([
    [
      "an approved reading that nothing doubts",
      async (orgId) => (await world.reading(orgId, 1)).recordId,
      "not-in-doubt",
    ],
    [
      "a reading that a rule rejected",
      async (orgId) => (await world.reading(orgId, 1, { power_output_kw: 9_000 })).recordId,
      "rejected-by-rule",
    ],
    ["the plant's registration", async (orgId) => (await world.chain(orgId))[0]?.record_id ?? "", "no-verdict"],
  ])("on %s is refused and leaves nothing", async (_, make, rule) => {
    const orgId = await world.newPlant();
    const recordId = await make(orgId);
    const before = await world.chain(orgId);
    const refused = await fault(world.decide(orgId, recordId, "approve"));
    expect([refused.code, refused.facts.extensions]).toEqual(["not-reviewable", { rule: `review.${rule}` }]);
    expect(await world.chain(orgId)).toEqual(before);
  });

  test("on another organisation's record is refused in the words for one that does not exist", async () => {
    const [orgId, other] = [await world.newPlant(), await world.newPlant()];
    const { recordId } = await world.flagged(orgId, 1);
    const absent = `rec_${"0".repeat(26)}`;
    for (const call of [(id: string) => world.decide(other, id, "approve"), (id: string) => world.correct(other, id)]) {
      const [foreign, none] = [await fault(call(recordId)), await fault(call(absent))];
      expect([foreign.code, foreign.message.replace(recordId, "X"), foreign.facts]).toEqual([
        "not-found",
        none.message.replace(absent, "X"),
        none.facts,
      ]);
    }
    expect(await world.effectiveStatus(orgId, recordId)).toBe("FLAGGED");
  });

  test("is for verifiers alone, a correction for owners and operators; others are refused unseen", async () => {
    const orgId = await world.newPlant();
    const { recordId } = await world.flagged(orgId, 1);
    const input = { decision: "approve", reason: "mine" } as const;
    for (const role of ["owner", "operator", "issuer", "auditor", "device", "registrar"] as const) {
      const actor = { orgId, keyId: "k", roles: [role] };
      expect((await fault(decideOnRecord(world.bench.deps, actor, recordId, input))).code).toBe("forbidden");
    }
    const correction = { readings: pilotBody().readings, reason: "mine" };
    for (const role of ["verifier", "issuer", "auditor", "device", "registrar"] as const) {
      const actor = { orgId, keyId: "k", roles: [role] };
      expect((await fault(fileCorrection(world.bench.deps, actor, recordId, correction))).code).toBe("forbidden");
    }
    for (const role of ["device", "registrar"] as const) {
      const actor = { orgId, keyId: "k", roles: [role] };
      expect((await fault(listReviews(world.bench.deps, actor, { limit: 1 }))).code).toBe("forbidden");
    }
  });

  test("that dies before its commit leaves no record, no leaf and no change", async () => {
    const orgId = await world.newPlant();
    const { recordId } = await world.flagged(orgId, 1);
    const tables = ["records", "record_ids", "outbox", "reviews", "review_changes"];
    const counts = () => Promise.all(tables.map((table) => world.count(table, orgId)));
    const before = [await counts(), await world.chain(orgId)];
    await failing(world, "review_changes", async () => {
      await expect(world.decide(orgId, recordId, "approve")).rejects.toThrow("the machine died");
    });
    expect([await counts(), await world.chain(orgId)]).toEqual(before);
    expect((await world.decide(orgId, recordId, "approve")).record.effectiveStatus).toBe("APPROVED");
    expect(await world.audit(orgId)).toEqual(holds);
  });
});

describe("at a place of the chain", () => {
  test("only the decisions before it count, the newest on each reading", async () => {
    const orgId = await world.newPlant();
    const key = { orgId, plantId };
    const [a, b] = [await world.flagged(orgId, 1), await world.flagged(orgId, 2)];
    const wrong = await world.reading(orgId, 3);
    const filed = await world.correct(orgId, wrong.recordId);
    const db = world.bench.deps.db.of(orgId);
    const seqs: bigint[] = [filed.seq];
    for (const [recordId, decision, reason] of [
      [a.recordId, "approve", "1"],
      [b.recordId, "reject", "2"],
      [filed.recordId, "approve", "3"],
      [a.recordId, "reject", "4"],
      [filed.recordId, "reject", "5"],
    ] as const) {
      seqs.push((await world.decide(orgId, recordId, decision, reason)).decision.seq);
    }
    const at = (i: number) => decidedUpTo(db, key, seqs[i] as bigint);
    const cleared = [a.recordId, "APPROVED"];
    expect(await at(0)).toEqual([]);
    expect(await at(1)).toEqual([cleared]);
    expect(await at(2)).toEqual([cleared, [b.recordId, "REJECTED"]]);
    const replaced = [filed.recordId, "APPROVED"];
    expect(await at(3)).toEqual([cleared, [b.recordId, "REJECTED"], replaced]);
    const refused = [a, b].map(({ recordId }) => [recordId, "REJECTED"]);
    expect(await at(4)).toEqual([...refused, replaced]);
    expect(await at(5)).toEqual([...refused, [wrong.recordId, "REOPENED"]]);
  });
});

describe("the queue", () => {
  test("shows what waits, page by page over all plants, and what was decided when asked", async () => {
    const orgId = await world.newPlant();
    await world.bench.addPlant(orgId, { ...pilotPlant, plant_id: "A-SECOND" }, { device_id: "T-2", kind: "turbine" });
    const flagged = [await world.flagged(orgId, 1), await world.flagged(orgId, 2), await world.flagged(orgId, 3)];
    await world.stream(orgId, [
      { ...pilotBody({ ph: 4.5, turbidity_ntu: 180 }, world.hour(1)), plant_id: "A-SECOND", device_id: "T-2" },
    ]);
    await world.decide(orgId, flagged[1]?.recordId ?? "", "reject");
    const actor = world.verifier(orgId);
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await listReviews(world.bench.deps, actor, { limit: 2, cursor });
      pages.push(page.reviews.map(({ record }) => record.recordId));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(pages.map((page) => page.length)).toEqual([2, 1]);
    expect(pages.flat().slice(1)).toEqual([flagged[0]?.recordId, flagged[2]?.recordId]);
    const decided = await listReviews(world.bench.deps, actor, { plantId, statuses: ["REJECTED"], limit: 10 });
    expect(decided.reviews.map(({ record, changes }) => [record.recordId, changes.length])).toEqual([
      [flagged[1]?.recordId, 1],
    ]);
    expect(decided.reviews[0]?.changes[0]).toMatchObject({
      cause: "decision",
      decision: "reject",
      decidedBy: "verifier",
    });
    const refused = await fault(listReviews(world.bench.deps, actor, { limit: 2, cursor: "bm9uZQ" }));
    expect(refused.facts.errors?.[0]).toMatchObject({ parameter: "cursor" });
    expect((await fault(listReviews(world.bench.deps, actor, { plantId: "NOWHERE", limit: 2 }))).code).toBe(
      "not-found",
    );
  });
});

describe("an auditor who recomputes the chain", () => {
  test.each<[string, string, (record: Members) => void, RegExp]>([
    [
      "states another effect",
      "review",
      (r) => set(r, ["review", "effects", 0, "effective_status"], "REJECTED"),
      /effects/,
    ],
    ["approves what was rejected", "review", (r) => set(r, ["review", "decision"], "reject"), /effects/],
    ["is about another record", "review", (r) => set(r, ["review", "record", "seq"], 3), /names reading/],
    ["hides the one before it", "review", (r) => set(r, ["review", "supersedes"], null), /supersedes/],
    ["takes another time", "correction", (r) => set(r, ["timestamp"], "2026-04-30T12:59:59.999Z"), /device and time/],
    [
      "names a commitment that is not there",
      "correction",
      (r) => set(r, ["correction", "replaces", "commitment"], "0".repeat(64)),
      /names reading/,
    ],
  ])("finds a later record that %s (%s)", async (_, kind, change, message) => {
    const orgId = await world.newPlant();
    const flagged = await world.flagged(orgId, 1);
    const filed = await world.correct(orgId, flagged.recordId);
    await world.decide(orgId, filed.recordId, "reject", "first");
    await world.decide(orgId, filed.recordId, "approve", "second");
    expect(await world.audit(orgId)).toEqual(holds);
    const chain = await world.chain(orgId);
    const target = chain.filter((record) => record.kind === kind).at(-1);
    const forged = relink(
      chain.map(({ body }) => JSON.parse(body.toString()) as Members),
      Number(target?.seq),
      change,
    );
    expect(sha256Hex(forged.at(-1) as Uint8Array)).not.toBe(sha256Hex(chain.at(-1)?.body as Uint8Array));
    await expect(world.audit(orgId, forged)).rejects.toThrow(message);
  });
});

function set(record: Members, [first, ...rest]: readonly (string | number)[], value: Json): void {
  const here = record as Record<string | number, Json>;
  if (first === undefined) return;
  if (rest.length === 0) here[first] = value;
  else set(here[first] as Members, rest, value);
}

test("the canonical bytes of a decision are what the log commits to", async () => {
  const orgId = await world.newPlant();
  const { recordId } = await world.flagged(orgId, 1);
  const { decision } = await world.decide(orgId, recordId, "approve");
  const parsed = JSON.parse(Buffer.from(decision.body).toString()) as Json;
  expect(Buffer.from(canonicalBytes(parsed)).equals(Buffer.from(decision.body))).toBe(true);
  expect(bytesToHex(decision.commitment)).toBe(sha256Hex(decision.body));
});
