import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../src/kernel/actor.ts";
import { dropOldEvents, feedDeliveries } from "../../src/monitoring/webhook-feed.ts";
import { bringBack, retryDelaysS, sendDue } from "../../src/monitoring/webhook-sending.ts";
import {
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  listDeliveries,
  listEndpoints,
  replay,
  rotateSecret,
  testEndpoint,
  updateEndpoint,
} from "../../src/monitoring/webhooks.ts";
import { networksOf } from "../../src/platform/addresses.ts";
import type { Connection } from "../../src/platform/database.ts";
import { emit, type TenantEventType } from "../../src/platform/events.ts";
import { createLog } from "../../src/platform/log.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { createOutbound } from "../../src/platform/outbound.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { connectRoles, type Roles, type TestDatabase, testDatabase } from "../support/database.ts";
import { isSigned, Receiver } from "./receiver.ts";

let database: TestDatabase;
let connection: Connection;
let roles: Roles;
let receiver: Receiver;
let nowMs = Date.parse("2026-05-01T12:00:00Z");

const random = { bytes: (length: number) => randomBytes(length) };
const clock = { nowMs: () => nowMs };
const outbound = createOutbound({ allowed: networksOf(["127.0.0.3"]) });
const metrics = createMetrics({ processMetrics: false });
const log = createLog("silent");
const later = (seconds: number) => {
  nowMs += seconds * 1000;
};
const deps = () => ({ ...work(), db: roles.db });
/** Of the loops. */
const work = () => ({ db: roles.worker.db, clock, random, log, metrics, outbound, plantSecret: Buffer.alloc(32, 1) });
const owner = (orgId = "acme"): Actor => ({ orgId, keyId: `key-${orgId}`, roles: ["owner"] });

let count = 0;
async function happen(type: TenantEventType, plantId?: string, orgId = "acme"): Promise<string> {
  const eventId = `evt_${String(++count).padStart(26, "0")}`;
  const event = { eventId, orgId, type, data: { count }, ...(plantId !== undefined && { plantId }) };
  await connection.db.transaction().execute((tx) => emit(tx, [event], new Date(nowMs)));
  return eventId;
}

async function run(): Promise<void> {
  await feedDeliveries(work());
  await sendDue(work(), new AbortController().signal);
}

const open = (choice: Partial<Parameters<typeof createEndpoint>[2]> = {}, who = owner()) =>
  createEndpoint(deps(), who, { url: receiver.url, types: ["*"], plants: null, description: "", ...choice });

const deliveriesOf = async (endpointId: string, who = owner()) =>
  (await listDeliveries(deps(), who, endpointId, { before: undefined, limit: 100, state: undefined })).deliveries;

beforeAll(async () => {
  database = await testDatabase();
  roles = connectRoles(database);
  connection = roles.owner;
  for (const orgId of ["acme", "other"]) {
    await createOrganisation({ db: roles.db, clock, keyEnvironment: "local" }, { orgId, name: orgId });
  }
});
beforeEach(async () => {
  receiver = await Receiver.open();
});
afterEach(async () => {
  await connection.db.deleteFrom("webhook_endpoints").execute();
  await receiver.close();
});
afterAll(async () => {
  await roles.close();
  await database.drop();
});

test("of many webhooks that are made at once no more stand than an organisation may have", async () => {
  const made = await Promise.allSettled(Array.from({ length: 30 }, () => open()));
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  expect(await listEndpoints(deps(), owner())).toHaveLength(20);
});

describe("an event", () => {
  test("goes, signed, to the webhooks of its organisation that chose its type or family, and to no other", async () => {
    const family = await open({ types: ["record.*"] });
    const exact = await open({ types: ["record.flagged", "credits.issued"] });
    await open({ types: ["period.closed"] });
    await open({ types: ["*"] }, owner("other"));
    const eventId = await happen("record.flagged");
    await run();
    expect(receiver.received.map(({ id }) => id)).toEqual([eventId, eventId]);
    for (const { secret } of [family, exact]) {
      expect(receiver.received.filter((one) => isSigned(one, secret))).toHaveLength(1);
    }
    expect(JSON.parse(receiver.received[0]?.body ?? "")).toEqual({
      type: "record.flagged",
      timestamp: new Date(nowMs).toISOString(),
      data: { count },
    });
    const [delivery] = await deliveriesOf(exact.endpoint.endpointId);
    expect(delivery).toMatchObject({ state: "delivered", attempts: 1, log: [{ status: 204, error: null }] });
  });

  test("of another plant than the chosen ones is not sent", async () => {
    await open({ plants: ["P1"] });
    await happen("record.flagged", "P2");
    await happen("alert.mint.mismatch");
    const wanted = await happen("record.flagged", "P1");
    await run();
    expect(receiver.received.map(({ id }) => id)).toEqual([wanted]);
  });

  test("goes to a webhook that was made under a clock a year ahead, once that is put back", async () => {
    later(365 * 86_400);
    await open();
    later(-365 * 86_400);
    const eventId = await happen("record.flagged");
    await run();
    expect(receiver.received.map(({ id }) => id)).toEqual([eventId]);
  });

  test("from before a webhook was made is not sent to it", async () => {
    await happen("record.flagged");
    later(1);
    await open();
    await run();
    expect(receiver.received).toEqual([]);
  });

  test("handed on by two gateways at once is delivered once", async () => {
    await open();
    const ids = await Promise.all(Array.from({ length: 20 }, () => happen("record.flagged")));
    await Promise.all([feedDeliveries(work()), feedDeliveries(work())]);
    await feedDeliveries(work());
    const { signal } = new AbortController();
    await Promise.all([sendDue(work(), signal), sendDue(work(), signal)]);
    expect(receiver.received.map(({ id }) => id).sort()).toEqual(ids.sort());
  });
});

test("live streams tell an alert's changes in their order, also when two gateways hand them on at once", async () => {
  const { pool } = connection;
  await feedDeliveries(work());
  await pool.query("DELETE FROM stream_runs");
  const first = await happen("alert.fired");
  const second = await happen("alert.resolved");
  // Another gateway has taken the first of them, and not yet got to the second.
  const other = await pool.connect();
  await other.query("BEGIN");
  await other.query("SELECT FROM tenant_events WHERE event_id = $1 FOR UPDATE", [first]);
  const feeding = feedDeliveries(work());
  await Promise.race([feeding, new Promise((resolve) => setTimeout(resolve, 300))]);
  await other.query("ROLLBACK");
  other.release();
  await feeding;
  await feedDeliveries(work());
  const { rows } = await pool.query<{ told: readonly (readonly { event_id?: string }[])[] }>(
    "SELECT told FROM stream_runs ORDER BY last_no",
  );
  const told = rows.flatMap((row) => row.told.map((one) => one.at(-1)?.event_id));
  expect(told).toEqual([first, second]);
});

describe("a delivery that fails", () => {
  test("is tried ten times over three days with the same id and body, and is dead then", async () => {
    const { endpoint } = await open();
    const startMs = nowMs;
    const eventId = await happen("record.flagged");
    for (const [i, delayS] of retryDelaysS.entries()) {
      receiver.answers.push(500);
      await run();
      expect(receiver.received).toHaveLength(i + 1);
      later(delayS * 0.89);
      await run();
      expect(receiver.received, "a tenth earlier is too early").toHaveLength(i + 1);
      later(delayS * 0.22);
    }
    receiver.answers.push(500);
    await run();
    later(10 * 86_400);
    await run();
    expect(receiver.received).toHaveLength(10);
    expect(new Set(receiver.received.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
    expect(receiver.received[0]?.id).toBe(eventId);
    expect((nowMs - startMs) / 86_400_000 - 10).toBeGreaterThan(3);
    const [dead] = await deliveriesOf(endpoint.endpointId);
    expect(dead).toMatchObject({ state: "dead", attempts: 10 });
    expect(dead?.log.map(({ status }) => status)).toEqual(Array(10).fill(500));
  });

  test("is waited for from the end of the attempt on, also where the receiver took longer than the wait", async () => {
    const { endpoint } = await open();
    await happen("record.flagged");
    const slow = {
      ...work(),
      async outbound(...call: Parameters<typeof outbound>) {
        const answer = await outbound(...call);
        later(14);
        return answer;
      },
    };
    await feedDeliveries(slow);
    for (const answer of [503, { status: 503, headers: { "Retry-After": "400" } }]) {
      receiver.answers.push(answer);
      await sendDue(slow, new AbortController().signal);
      const [waiting] = await deliveriesOf(endpoint.endpointId);
      const waitS = ((waiting?.nextAt?.getTime() ?? 0) - nowMs) / 1000;
      const [least, most] = answer === 503 ? [4.5, 5.5] : [400, 400];
      expect(waitS).toBeGreaterThanOrEqual(least);
      expect(waitS).toBeLessThanOrEqual(most);
      later(waitS);
    }
    expect(receiver.received).toHaveLength(2);
  });

  test("is none where the receiver said that it has it, however much it says behind that and however long", async () => {
    for (const endless of [Buffer.from("."), Buffer.alloc(200_000, ".")]) {
      receiver.endless = endless;
      receiver.answers.push(200);
      const { endpoint } = await open();
      await happen("record.flagged");
      const startMs = performance.now();
      await run();
      expect(performance.now() - startMs).toBeLessThan(5_000);
      const [delivery] = await deliveriesOf(endpoint.endpointId);
      expect(delivery).toMatchObject({ state: "delivered", attempts: 1 });
      await deleteEndpoint(deps(), owner(), endpoint.endpointId);
    }
  });

  test("is sent within the hour once a clock that was a year ahead is put back, however it was put off", async () => {
    await open();
    later(365 * 86_400);
    const failed = await happen("record.flagged");
    receiver.answers.push(500);
    await run();
    const untried = await happen("record.rejected");
    await feedDeliveries(work());
    later(-365 * 86_400);
    const inTime = await happen("record.flagged");
    receiver.answers.push(500);
    await run();
    expect(receiver.received.map(({ id }) => id)).toEqual([failed, inTime]);
    await bringBack(work());
    await run();
    expect(
      receiver.received
        .map(({ id }) => id)
        .slice(2)
        .sort(),
    ).toEqual([failed, untried].sort());
  });

  test("is sent again on request with its old id: one, or all that are dead", async () => {
    const { endpoint } = await open();
    const ids = [await happen("record.flagged"), await happen("record.rejected")];
    await feedDeliveries(work());
    await connection.db.updateTable("webhook_deliveries").set({ state: "dead" }).execute();
    expect(await replay(deps(), owner(), endpoint.endpointId, { eventId: ids[0] as string })).toBe(1);
    await run();
    expect(await replay(deps(), owner(), endpoint.endpointId, "dead")).toBe(1);
    await run();
    expect(receiver.received.map(({ id }) => id)).toEqual(ids);
    await expect(replay(deps(), owner(), endpoint.endpointId, { eventId: "evt_none" })).rejects.toThrow(/no delivery/);
  });

  test("while it is sent again on request is not dead for its last attempt that was still in the air", async () => {
    const { endpoint } = await open();
    const eventId = await happen("record.flagged");
    await feedDeliveries(work());
    await connection.db.updateTable("webhook_deliveries").set({ attempts: retryDelaysS.length }).execute();
    let isFirst = true;
    const failing: typeof outbound = async () => {
      if (isFirst) await replay(deps(), owner(), endpoint.endpointId, { eventId });
      isFirst = false;
      return { status: 500, headers: {}, body: new Uint8Array() };
    };
    await sendDue({ ...work(), outbound: failing }, new AbortController().signal);
    expect(await deliveriesOf(endpoint.endpointId)).toMatchObject([{ state: "pending", attempts: 1 }]);
    later(10);
    await run();
    expect(receiver.received.map(({ id }) => id)).toEqual([eventId]);
  });

  test.each<[string, number | { status: number; headers: Record<string, string> }, object]>([
    [
      "a redirect, which is not followed",
      { status: 302, headers: { location: "http://127.0.0.1/" } },
      { status: 302, error: "redirect" },
    ],
    ["an error of the receiver", 503, { status: 503, error: "status" }],
  ])("notes %s with its number", async (_, answer, noted) => {
    const { endpoint } = await open();
    await happen("record.flagged");
    receiver.answers.push(answer);
    await run();
    expect(await deliveriesOf(endpoint.endpointId)).toMatchObject([{ state: "pending", log: [noted] }]);
  });

  test.each([
    ["in seconds", () => "3600"],
    ["by a date", () => new Date(nowMs + 3_600_000).toUTCString()],
  ])("waits as long as the receiver asks for %s, up to a day", async (_, retryAfter) => {
    await open();
    await happen("record.flagged");
    receiver.answers.push({ status: 429, headers: { "retry-after": retryAfter() } });
    await run();
    later(3_500);
    await run();
    expect(receiver.received).toHaveLength(1);
    later(200);
    await run();
    expect(receiver.received).toHaveLength(2);
  });

  test("because the name leads to a private address reaches nobody there", async () => {
    const inside = await Receiver.open("127.0.0.4");
    const { endpoint } = await open({ url: inside.url });
    await happen("record.flagged");
    await run();
    expect(inside.received).toEqual([]);
    expect(await deliveriesOf(endpoint.endpointId)).toMatchObject([{ log: [{ status: null, error: "address" }] }]);
    await inside.close();
  });

  test("in a process that dies before it notes the answer is sent again, not lost", async () => {
    await open();
    const eventId = await happen("record.flagged");
    await feedDeliveries(work());
    // The claim of a process that is gone: its next attempt is put off, and nothing else is known of it.
    await connection.db
      .updateTable("webhook_deliveries")
      .set({ attempts: 1, next_at: new Date(nowMs + 60_000) })
      .execute();
    await run();
    expect(receiver.received).toEqual([]);
    later(61);
    await run();
    expect(receiver.received.map(({ id }) => id)).toEqual([eventId]);
  });
});

describe("a webhook", () => {
  test("that answers 410 is switched off, says why, and goes on when its owner wants", async () => {
    const { endpoint } = await open();
    const { endpointId } = endpoint;
    await happen("record.flagged");
    receiver.answers.push(410);
    await run();
    expect(await getEndpoint(deps(), owner(), endpointId)).toMatchObject({ disabled: { why: /410/ } });
    later(10);
    await happen("record.flagged");
    await run();
    expect(receiver.received).toHaveLength(1);
    await updateEndpoint(deps(), owner(), endpointId, { enabled: true });
    await run();
    expect(receiver.received).toHaveLength(2);
  });

  test("that answers 410 to several messages at once is switched off once in the audit trail", async () => {
    const { endpoint } = await open();
    for (let i = 0; i < 3; i++) await happen("record.flagged");
    receiver.answers.push(410, 410, 410);
    await run();
    expect(receiver.received).toHaveLength(3);
    const { rows } = await connection.pool.query(
      "SELECT act FROM admin_acts WHERE object = $1 AND act = 'webhook.switched-off'",
      [endpoint.endpointId],
    );
    expect(rows).toHaveLength(1);
  });

  test("whose secret changes is signed to with both for a day, and then with the new one alone", async () => {
    const before = await open();
    const after = await rotateSecret(deps(), owner(), before.endpoint.endpointId);
    expect(after.secret).not.toBe(before.secret);
    await happen("record.flagged");
    await run();
    later(86_401);
    await happen("record.flagged");
    await run();
    const [during, then] = receiver.received as [(typeof receiver.received)[0], (typeof receiver.received)[0]];
    expect([isSigned(during, before.secret), isSigned(during, after.secret)]).toEqual([true, true]);
    expect([isSigned(then, before.secret), isSigned(then, after.secret)]).toEqual([false, true]);
  });

  test("that is slow holds up no other", async () => {
    const slow = await Receiver.open("127.0.0.3");
    slow.answers.push(..."12345678".split("").map(() => "hang" as const));
    await open({ url: slow.url });
    await open();
    await Promise.all(Array.from({ length: 8 }, () => happen("record.flagged")));
    await feedDeliveries(work());
    const stopping = new AbortController();
    const sending = sendDue(work(), stopping.signal);
    const late = (async () => {
      await receiver.message(() => receiver.received.length >= 8);
      // While the slow one still hangs.
      const eventId = await happen("record.rejected");
      await feedDeliveries(work());
      return receiver.message(({ id }) => id === eventId);
    })();
    expect(await late).toMatchObject({ type: "record.rejected" });
    expect(slow.received).toHaveLength(4);
    stopping.abort();
    await slow.close();
    await sending;
  });

  test("is not starved by others that are slow, however many and however much waits for them", async () => {
    const slow = await Receiver.open("127.0.0.3");
    slow.delayMs = 100;
    // More than are sent to at once, and several whose turn has to come: not all of them are first by chance.
    for (let i = 0; i < 15; i++) await open({ url: slow.url, types: ["record.flagged"] });
    for (let i = 0; i < 5; i++) await open({ types: ["record.rejected"] });
    for (let i = 0; i < 20; i++) await happen("record.flagged");
    const eventId = await happen("record.rejected");
    await feedDeliveries(work());
    const stopping = new AbortController();
    const sending = sendDue(work(), stopping.signal);
    await receiver.message(() => receiver.received.filter(({ id }) => id === eventId).length === 5);
    const before = slow.received.length;
    stopping.abort();
    await sending;
    await slow.close();
    // Of 300: what was in the air before, and a few rounds more until each had its turn; 180 and more where they wait for all.
    expect(before).toBeLessThan(130);
  });

  test("can be tried out alone, and is an owner's and its organisation's own", async () => {
    const mine = await open();
    const theirs = await open({}, owner("other"));
    const eventId = await testEndpoint(deps(), owner(), mine.endpoint.endpointId);
    await run();
    expect(receiver.received).toMatchObject([{ id: eventId, type: "webhook.test" }]);
    expect(isSigned(receiver.received[0] as (typeof receiver.received)[0], mine.secret)).toBe(true);
    for (const act of [getEndpoint, deleteEndpoint, testEndpoint, rotateSecret]) {
      await expect(act(deps(), owner(), theirs.endpoint.endpointId)).rejects.toMatchObject({ code: "not-found" });
      await expect(act(deps(), { ...owner(), roles: ["operator"] }, mine.endpoint.endpointId)).rejects.toMatchObject({
        code: "forbidden",
      });
    }
  });

  test("that is deleted gets nothing more, not even what waits", async () => {
    const { endpoint } = await open();
    await happen("record.flagged");
    await feedDeliveries(work());
    await deleteEndpoint(deps(), owner(), endpoint.endpointId);
    await run();
    expect(receiver.received).toEqual([]);
  });
});

test("events are kept for thirty days, and longer while a delivery of them waits", async () => {
  await connection.db.deleteFrom("tenant_events").execute();
  await open({ types: ["record.flagged"] });
  const waiting = await happen("record.flagged");
  await happen("record.rejected");
  await feedDeliveries(work());
  later(31 * 86_400);
  const fresh = await happen("record.rejected");
  await feedDeliveries(work());
  await dropOldEvents(work());
  const left = await connection.db.selectFrom("tenant_events").select("event_id").orderBy("event_no").execute();
  expect(left.map(({ event_id }) => event_id)).toEqual([waiting, fresh]);
});
