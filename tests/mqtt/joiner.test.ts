import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readMetric } from "../../src/http/reading-text.ts";
import { heldForMs, Joiner, joinedForMs } from "../../src/mqtt/joiner.ts";
import type { Message, Outcome } from "../../src/mqtt/message.ts";

const place = { orgId: "acme", plantId: "TIRTHAN", deviceId: "U1" };
const credential = { kind: "broker" } as const;
const at = "2026-11-21T12:00:00Z";

let joiner: Joiner;
let submitted: Message[];
const accepted = { ok: true, accepted: {} } as Outcome;

beforeEach(() => {
  vi.useFakeTimers();
  submitted = [];
  joiner = new Joiner({
    readMetric,
    submit: async (message) => {
      submitted.push(message);
      return accepted;
    },
  });
});
afterEach(() => vi.useRealTimers());

const add = (metric: string, payload: unknown, more = {}) =>
  joiner.add({
    ...{ place, metric, credential, ...more },
    payload: Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload)),
  });
const texts = () => submitted.map(({ text }) => Buffer.from(text).toString());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("metrics one by one", () => {
  test("those of one timestamp within two seconds are one reading, and each is told what became of it", async () => {
    const first = add("flow_rate_m3s", { value: 2.5, timestamp: at });
    await pass(1_900);
    const second = add("power_output_kw", { value: 900, timestamp: at });
    expect(submitted).toEqual([]);
    await pass(100);
    expect(texts()).toEqual([`{"timestamp":"${at}","readings":{"flow_rate_m3s":2.5,"power_output_kw":900}}`]);
    expect([await first, await second]).toEqual([accepted, accepted]);
  });

  test("one that comes later is a reading of its own", async () => {
    const first = add("flow_rate_m3s", { value: 2.5, timestamp: at });
    await pass(joinedForMs);
    const second = add("power_output_kw", { value: 900, timestamp: at });
    await pass(joinedForMs);
    await Promise.all([first, second]);
    expect(texts()).toEqual([
      `{"timestamp":"${at}","readings":{"flow_rate_m3s":2.5}}`,
      `{"timestamp":"${at}","readings":{"power_output_kw":900}}`,
    ]);
  });

  test("the same instant told in two ways is one; another interval, device or key is not", async () => {
    const others = [
      {},
      { place: { ...place, deviceId: "U2" } },
      { credential: { kind: "key", text: "a", address: undefined } },
      { credential: { kind: "key", text: "b", address: undefined } },
    ];
    const all = others.map((more) => add("flow_rate_m3s", { value: 2.5, timestamp: at }, more));
    all.push(add("power_output_kw", { value: 900, timestamp: Date.parse(at) }));
    all.push(add("power_output_kw", { value: 900, timestamp: at, interval_s: 60 }));
    await pass(joinedForMs);
    await Promise.all(all);
    expect(submitted).toHaveLength(5);
    expect(texts()[0]).toContain('"power_output_kw":900');
  });

  test("another value of the same metric and time is a conflict; the same one again is not", async () => {
    const first = add("flow_rate_m3s", { value: 2.5, timestamp: at });
    const again = add("flow_rate_m3s", { value: 2.5, timestamp: at });
    const other = await add("flow_rate_m3s", { value: 2.6, timestamp: at });
    expect(other).toMatchObject({ ok: false, fault: { code: "reading-conflict" }, said: { timestamp: at } });
    await pass(joinedForMs);
    expect([await first, await again]).toEqual([accepted, accepted]);
    expect(texts()).toHaveLength(1);
  });

  test("without a timestamp, the next value of a metric begins the next reading", async () => {
    const all = [add("flow_rate_m3s", 2.5), add("power_output_kw", 900), add("flow_rate_m3s", 2.6)];
    await pass(joinedForMs);
    await Promise.all(all);
    expect(texts()).toEqual([
      '{"readings":{"flow_rate_m3s":2.5,"power_output_kw":900}}',
      '{"readings":{"flow_rate_m3s":2.6}}',
    ]);
  });

  test("a number keeps the digits that it was written with", async () => {
    const all = [
      add("energy_kwh", `{"value":900.10,"timestamp":"${at}","interval_s":3600}`),
      add("energy_export_kwh_total", `{"timestamp":"${at}","interval_s":3600,"value":123456789.123}`),
    ];
    await pass(joinedForMs);
    await Promise.all(all);
    expect(texts()[0]).toContain('"readings":{"energy_kwh":900.10,"energy_export_kwh_total":123456789.123}');
  });

  test.each([["not json"], ['{"value":"2.5"}'], ['{"timestamp":"2026-11-21T12:00:00Z"}'], ['{"value":1,"more":1}']])(
    "%s is refused at once",
    async (payload) => {
      const outcome = await add("flow_rate_m3s", payload);
      expect(outcome).toMatchObject({ ok: false });
    },
  );

  describe("of a connection that broke before they were acknowledged", () => {
    const metric = (value: number, timestamp: string | undefined = at) => ({ value, timestamp });

    test("are waited for, and make one reading with what comes beside them", async () => {
      const [broken, next] = [new AbortController(), new AbortController()];
      const first = add("flow_rate_m3s", metric(2.5), { connection: broken.signal });
      const second = add("head_height_m", metric(45), { connection: broken.signal });
      await pass(500);
      broken.abort();
      await pass(20_000);
      expect(submitted).toEqual([]);
      const again = [
        add("flow_rate_m3s", metric(2.5), { connection: next.signal }),
        add("power_output_kw", metric(900), { connection: next.signal }),
      ];
      await pass(joinedForMs);
      // The other one is still under way.
      expect(submitted).toEqual([]);
      again.push(add("head_height_m", metric(45), { connection: next.signal }));
      await pass(joinedForMs);
      expect(texts()).toEqual([
        `{"timestamp":"${at}","readings":{"flow_rate_m3s":2.5,"head_height_m":45,"power_output_kw":900}}`,
      ]);
      expect(await Promise.all([first, second, ...again])).toEqual(Array(5).fill(accepted));
    });

    test("are a reading after a minute where they do not come again", async () => {
      const broken = new AbortController();
      const first = add("flow_rate_m3s", metric(2.5), { connection: broken.signal });
      broken.abort();
      await pass(heldForMs - 1);
      expect(submitted).toEqual([]);
      await pass(1);
      expect([texts().length, await first]).toEqual([1, accepted]);
    });

    test("are not waited for without a timestamp, nor where none of them is acknowledged", async () => {
      const broken = new AbortController();
      const all = [
        add("flow_rate_m3s", 2.5, { connection: broken.signal }),
        add("flow_rate_m3s", metric(2.5), { connection: undefined }),
      ];
      broken.abort();
      await pass(joinedForMs);
      await Promise.all(all);
      expect(texts()).toHaveLength(2);
    });
  });

  test("what is open when the gateway stops stays without an outcome, so that it is not acknowledged", async () => {
    let settled = false;
    void add("flow_rate_m3s", 2.5).then(() => {
      settled = true;
    });
    joiner.stop();
    await pass(10 * joinedForMs);
    expect([settled, submitted.length]).toEqual([false, 0]);
  });
});
