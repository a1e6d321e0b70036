import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesToHex, type Json, sha256Hex } from "../../src/kernel/canonical.ts";
import { type Members, relink } from "../support/chain.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { decidedUpTo, failing, fault, holds, ReviewBench } from "./review-bench.ts";

const hourMs = 3_600_000;
const learningHours = 24 * 35;

let world: ReviewBench;
/** A plant that taught the gateway five honest weeks, then claims 6 % more, until a finding re-opened hours. */
let orgId: string;
/** Hours of the cheat up to the finding. */
let cheatHours: number;
const { plant_id: plantId } = pilotPlant;

beforeAll(async () => {
  world = await ReviewBench.open();
  orgId = await world.newPlant();
  await world.stream(orgId, series(0, learningHours));
  cheatHours = 0;
  while ((await world.bodiesOf(orgId, "reopen")).length === 0 && cheatHours < 240) {
    // A day at once: the finding and the hours that it doubts come in one commit group.
    await world.stream(orgId, series(learningHours + cheatHours, 24));
    cheatHours += 24;
  }
});
afterAll(() => world.bench.close());

/** Hourly readings from an hour on; after the weeks of learning, with 6 % more power than the water gives. */
function series(from: number, hours: number): unknown[] {
  const firstMs = world.bench.now - (learningHours + 480) * hourMs;
  return Array.from({ length: hours }, (_, i) => {
    const hour = from + i;
    const flow = Math.round(1000 * (2 + 0.5 * Math.sin((hour / 12) * Math.PI))) / 1000;
    const honestKw = 9.78 * flow * 45 * 0.86 * (1 + 0.01 * Math.sin(hour * 1.7));
    const power = Math.round(honestKw * (hour >= learningHours ? 1.06 : 1) * 10) / 10;
    const time = { timestamp: new Date(firstMs + hour * hourMs).toISOString(), interval_s: 3600 };
    return pilotBody({ flow_rate_m3s: flow, power_output_kw: power }, time);
  });
}

type Reopen = {
  rule: string;
  from: string;
  to: string;
  because: { id: string; seq: number; commitment: string };
  records: { count: number; sha256: string };
};

type Row = { seq: bigint; record_id: string; status: string; ended_at: Date; body: Buffer; commitment: Buffer };

const reopened = () =>
  world.rows<Row>(sql`
    SELECT record.* FROM records AS record JOIN reviews AS review USING (org_id, plant_id, seq)
    WHERE org_id = ${orgId} AND review.effective_status = 'REOPENED' ORDER BY seq`);

describe("a finding that doubts earlier readings", () => {
  test("is followed by a record that names the span, the rule and exactly the readings that stop counting", async () => {
    const [first] = await world.bodiesOf(orgId, "reopen");
    const reopen = first?.reopen as Reopen;
    const chain = await world.chain(orgId);
    const because = chain[reopen.because.seq - 1];
    expect([because?.record_id, first?.prev]).toEqual([reopen.because.id, reopen.because.commitment]);
    expect(Number(first?.seq)).toBe(reopen.because.seq + 1);
    const verdict = JSON.parse(because?.body.toString() ?? "").verification as { reasons: { rule: string }[] };
    expect(verdict.reasons.map(({ rule }) => rule)).toContain(reopen.rule);
    const changes = await world.rows<{ seq: bigint; commitment: Buffer }>(sql`
      SELECT change.seq, record.commitment FROM review_changes AS change JOIN records AS record USING (org_id, plant_id, seq)
      WHERE org_id = ${orgId} AND changed_seq = ${Number(first?.seq)}`);
    expect(changes).toHaveLength(reopen.records.count);
    const hashes = changes.map(({ commitment }) => bytesToHex(commitment)).sort();
    expect(sha256Hex(Buffer.from(hashes.join(""), "hex"))).toBe(reopen.records.sha256);
  });

  test("touches approved readings in its span only; their own verdicts and bytes stay", async () => {
    const rows = await reopened();
    const spans = (await world.bodiesOf(orgId, "reopen")).map(({ reopen }) => reopen as Reopen);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const within = spans.some(
        ({ from, to }) => row.ended_at.getTime() > Date.parse(from) && row.ended_at.getTime() <= Date.parse(to),
      );
      expect([row.status, within]).toEqual(["APPROVED", true]);
      expect(sha256Hex(row.body)).toBe(bytesToHex(row.commitment));
    }
    expect(spans.reduce((sum, { records }) => sum + records.count, 0)).toBe(rows.length);
  });

  test("is not told again while nothing more is in doubt: a cheat of a day does not fill the chain", async () => {
    const findings = (await world.bodiesOf(orgId, "reopen")).length;
    const flagged = (await world.bodiesOf(orgId, "reading")).filter(
      ({ verification }) => (verification as Members).status === "FLAGGED",
    ).length;
    expect(findings).toBeLessThanOrEqual(3);
    expect(flagged).toBeGreaterThan(findings);
  });

  test("counts for periods from its place in the chain on, not before", async () => {
    const [first] = await world.bodiesOf(orgId, "reopen");
    const seq = BigInt(first?.seq as number);
    const reopen = first?.reopen as Reopen;
    const key = { orgId, plantId };
    const db = world.bench.deps.db.of(orgId);
    expect(await decidedUpTo(db, key, seq - 1n)).toEqual([]);
    const reopened = await decidedUpTo(db, key, seq);
    expect(reopened.filter(([, status]) => status === "REOPENED")).toHaveLength(reopen.records.count);
  });

  test("is recomputed by an auditor from the chain alone", async () => {
    expect(await world.audit(orgId)).toEqual(holds);
  });

  test.each<[string, (bodies: Members[], at: number) => Uint8Array[], RegExp]>([
    [
      "is left out",
      (bodies, at) => relink(renumbered(bodies.toSpliced(at, 1)), 0, () => undefined),
      /no record re-opens/,
    ],
    [
      "spares readings",
      (bodies, at) =>
        relink(bodies, at + 1, (record) => {
          const { records } = record.reopen as { records: Members };
          records.count = 1;
        }),
      /calls for/,
    ],
    [
      "covers another span",
      (bodies, at) =>
        relink(bodies, at + 1, (record) => {
          (record.reopen as Members).from = "2026-01-01T00:00:00.000Z";
        }),
      /calls for/,
    ],
    [
      "is made up",
      (bodies, at) => relink(renumbered(bodies.toSpliced(3, 0, bodies[at] as Members)), 0, () => undefined),
      /doubts no earlier one/,
    ],
  ])("whose record %s is found out", async (_, forge, message) => {
    const bodies = (await world.chain(orgId)).map(({ body }) => JSON.parse(body.toString()) as Members);
    const at = bodies.findIndex(({ kind }) => kind === "reopen");
    await expect(world.audit(orgId, forge(bodies, at))).rejects.toThrow(message);
  });

  const renumbered = (bodies: readonly Members[]): Members[] =>
    bodies.map((body, i) => ({ ...body, seq: (i + 1) as Json }));
});

describe("what was re-opened", () => {
  test("waits in the queue, can be decided, and a machine does not re-open it again", async () => {
    const rows = await reopened();
    const { recordId } = { recordId: rows[0]?.record_id ?? "" };
    const { record } = await world.decide(orgId, recordId, "approve", "turbine was overhauled");
    expect([record.status, record.effectiveStatus]).toEqual(["APPROVED", "APPROVED"]);
    await world.stream(orgId, series(learningHours + cheatHours, 24));
    expect(await world.effectiveStatus(orgId, recordId)).toBe("APPROVED");
    const later = rows[1]?.record_id ?? "";
    expect((await world.decide(orgId, later, "reject", "inflated")).record.effectiveStatus).toBe("REJECTED");
    expect(await world.audit(orgId)).toEqual(holds);
  });
});

test("a finding that dies before its commit leaves neither the reading nor a re-opening; sent again it makes both", async () => {
  const org = await world.newPlant();
  await world.stream(org, series(0, learningHours));
  const tables = ["records", "record_ids", "device_readings", "outbox", "reviews", "review_changes"];
  const counts = () => Promise.all(tables.map((table) => world.count(table, org)));
  const head = () =>
    world.rows(
      sql`SELECT head.*, (SELECT json_object_agg(device_id, learnt) FROM device_learnt WHERE org_id = ${org}) AS learnt FROM plant_heads AS head WHERE org_id = ${org}`,
    );
  let hour = learningHours;
  let before: unknown;
  await failing(world, "review_changes", async () => {
    for (; hour < learningHours + 240; hour++) {
      before = [await counts(), await head()];
      const died = await world.stream(org, series(hour, 1)).catch((error: Error) => error);
      if (died === undefined) continue;
      expect(died.message).toContain("the machine died");
      break;
    }
  });
  expect([await counts(), await head()]).toEqual(before);
  await world.stream(org, series(hour, 1));
  expect((await world.bodiesOf(org, "reopen")).length).toBe(1);
  expect(await world.audit(org)).toEqual(holds);
});

test("a reading that is in no doubt cannot be decided while its neighbours are", async () => {
  const [early] = (await world.chain(orgId)).filter(({ kind }) => kind === "reading");
  const refused = await fault(world.decide(orgId, early?.record_id ?? "", "reject"));
  expect(refused.facts.extensions?.rule).toBe("review.not-in-doubt");
});
