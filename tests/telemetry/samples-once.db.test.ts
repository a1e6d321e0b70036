import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { silenceMs } from "../../src/hydropower/accounting.ts";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import { canonicalBytes, type Json } from "../../src/kernel/canonical.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { claimDevice, issueClaimCode } from "../../src/plants/claims.ts";
import { revokeDeviceKey } from "../../src/plants/device-keys.ts";
import type { ScopedDb } from "../../src/platform/scoped.ts";
import { createCommits } from "../../src/telemetry/accept.ts";
import { closeDueSlots } from "../../src/telemetry/close-due.ts";
import { commitGroup } from "../../src/telemetry/commit.ts";
import { graceMs } from "../../src/telemetry/slots.ts";
import { TestDevice } from "../support/device.ts";
import { pilotPlant, pilotTurbine } from "../support/pilot.ts";
import { Crash } from "../support/steps.ts";
import { type Bench, telemetryBench } from "../support/telemetry.ts";
import { Sampling } from "./sampling-bench.ts";

let bench: Bench;
let sampling: Sampling;
let start: number;
beforeAll(async () => {
  bench = await telemetryBench();
  sampling = new Sampling(bench);
  start = bench.now;
});
afterAll(() => bench.close());
beforeEach(() => {
  bench.now = start;
});

const minutes = [60, 120, 180, 240, 300];
const counts = async (orgId: string) => (await sampling.readings(orgId)).map(({ samples }) => samples?.count);

/** The one step of a group is its commit: before it nothing is there, after it everything, heard of or not. */
function dyingAt(mode: "not-done" | "done", only?: string): ScopedDb {
  const { db } = bench.deps;
  return {
    ...db,
    async pipelined(orgIds, work) {
      if (only !== undefined && !orgIds.includes(only)) return db.pipelined(orgIds, work);
      const death = new Crash("commit");
      await db.pipelined(orgIds, async (tx) => {
        const result = await work(tx);
        if (mode === "not-done") throw death;
        return result;
      });
      throw death;
    },
  };
}

describe("a record of samples is made once", () => {
  test("when each sample comes many times at once, through two gateways", async () => {
    const orgId = await sampling.plant();
    const gateways = [bench.deps, { ...bench.deps, commits: createCommits(bench.deps) }];
    const sent = minutes.flatMap((endS) => Array.from({ length: 12 }, (_, i) => ({ endS, deps: gateways[i % 2] })));
    const answers = await Promise.all(
      sent.map(({ endS, deps }) => sampling.send(orgId, sampling.body(endS), undefined, deps)),
    );
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(5);
    expect(await counts(orgId)).toEqual([5]);
    expect(await sampling.audit(orgId)).toContain("ok samples");
  });

  test("when the jobs of three gateways and late samples meet at a slot that is due", async () => {
    const orgId = await sampling.plant();
    for (const endS of [60, 120, 240, 360]) await sampling.sample(orgId, endS);
    bench.now += graceMs;
    await Promise.all([
      sampling.closeDue(),
      sampling.closeDue(),
      sampling.closeDue(),
      ...[60, 120, 240].map((endS) => sampling.sample(orgId, endS)),
    ]);
    expect(await counts(orgId)).toEqual([2, 1]);
    expect(await sampling.audit(orgId)).toContain("ok samples");
  });

  const deaths = [{ mode: "not-done" }, { mode: "done" }] as const;

  test.each(deaths)("when the job dies at its commit ($mode), and another goes on", async ({ mode }) => {
    const orgId = await sampling.plant();
    for (const endS of [60, 180, 300]) await sampling.sample(orgId, endS);
    bench.now += silenceMs;
    await sampling.closeDue({ ...sampling.due, db: dyingAt(mode) });
    expect(await counts(orgId)).toEqual(mode === "done" ? [1, 1, 1] : []);
    expect(await sampling.count("sample_slots", orgId)).toBe(mode === "done" ? 0 : 1);
    bench.now += 600_000;
    await sampling.closeDue();
    expect(await counts(orgId)).toEqual([1, 1, 1]);
    expect(await sampling.count("sample_slots", orgId)).toBe(0);
    expect(await sampling.audit(orgId)).toContain("ok samples");
  });

  test.each(deaths)(
    "when the gateway dies as the last sample completes it ($mode), and that is sent again",
    async ({ mode }) => {
      const orgId = await sampling.plant();
      for (const endS of minutes.slice(0, 4)) await sampling.sample(orgId, endS);
      const dying = { ...bench.deps, db: dyingAt(mode) };
      await expect(
        sampling.send(orgId, sampling.body(300), "k", { ...dying, commits: createCommits(dying) }),
      ).rejects.toThrow("the process died");
      const again = await sampling.send(orgId, sampling.body(300), "k");
      expect(again.replayed).toBe(mode === "done");
      expect(again.sample?.recordId).toBe((await sampling.readings(orgId))[0]?.id);
      expect(await counts(orgId)).toEqual([5]);
    },
  );

  test("some of its slots at a time, where a poor link left thousands that are due together", async () => {
    const orgId = await sampling.plant();
    const ends = Array.from({ length: 70 }, (_, i) => 360 - 300 * i);
    const actor = bench.actorOf(orgId);
    const items = ends.map((endS) => ({
      ...{ actor, body: sampling.body(endS), receivedAtMs: bench.now, idempotencyKey: undefined },
    }));
    await commitGroup(bench.deps, items);
    bench.now += silenceMs;
    // Readings of its plant wait for what one transaction closes, and a gateway that is to stop does.
    const stopped = AbortSignal.abort();
    expect(await closeDueSlots(sampling.due, stopped)).toBe("idle");
    expect(await sampling.closeDue()).toBe("more");
    expect(await sampling.count("sample_slots", orgId)).toBe(20);
    await sampling.sample(orgId, Math.min(...ends) + 120);
    expect(await sampling.closeDue()).toBe("idle");
    expect(await counts(orgId)).toEqual(Array.from({ length: 70 }, () => 1));
    expect(await sampling.audit(orgId)).toEqual(expect.arrayContaining(["ok samples", "ok replay"]));
  });

  test("a slot that cannot be closed hinders no other plant's", async () => {
    const [broken, whole] = [await sampling.plant(), await sampling.plant()];
    for (const orgId of [broken, whole]) await sampling.sample(orgId, 60);
    bench.now += silenceMs;
    await sampling.closeDue({ ...sampling.due, db: dyingAt("not-done", broken) });
    expect([await counts(broken), await counts(whole)]).toEqual([[], [1]]);
    bench.now += 600_000;
    await sampling.closeDue();
    expect(await counts(broken)).toEqual([1]);
  });
});

describe("signatures", () => {
  const place = { plantId: pilotPlant.plant_id, deviceId: pilotTurbine.device_id };
  let devices = 0;

  async function claimed(): Promise<{ orgId: string; device: TestDevice }> {
    const orgId = await sampling.plant({ signatures: "required" });
    const device = new TestDevice(80 + ++devices);
    const { code } = await issueClaimCode(bench.deps, bench.actorOf(orgId), place);
    const key = { publicKey: device.publicHex, proof: device.claimProof(code) };
    const deps = { ...bench.deps, tenancy: { ...bench.deps, keyEnvironment: "local" as const } };
    await claimDevice(deps, { code, key, wantsApiKey: false }, { address: "192.0.2.1" });
    return { orgId, device };
  }

  const signed = (device: TestDevice, endS: number, readings = {}, deviceSeq = endS) =>
    device.signed({ ...sampling.body(endS, readings), device_seq: deviceSeq }, bench.now) as unknown as TelemetryBody;

  const code = (promise: Promise<unknown>) =>
    promise.then(
      () => "accepted",
      (error: unknown) => (error instanceof Fault ? error.code : String(error)),
    );

  test("bind each sample, are archived with it, and its record says that all are signed", async () => {
    const { orgId, device } = await claimed();
    expect(await code(sampling.send(orgId, sampling.body(60)))).toBe("signature-required");
    for (const endS of minutes) await sampling.send(orgId, signed(device, endS));
    const [made] = await sampling.readings(orgId);
    expect(made).toMatchObject({ signed: true, samples: { count: 5 } });
    const found = await sampling.audit(orgId);
    expect(found).toEqual(expect.arrayContaining(["ok samples", "ok signatures", "ok replay"]));
    const lines = await sampling.lines(orgId);
    expect(lines).toHaveLength(10);
    const [first, , ...rest] = lines as [Uint8Array, Uint8Array];
    const [message] = await sampling.audit(orgId, [first, lines[3] as Uint8Array, ...rest]);
    expect(message).toContain("broken signatures");
  });

  test("hold of what came before their key was revoked, also by the clock of another gateway or in the same moment", async () => {
    const { orgId, device } = await claimed();
    const ahead = { ...bench.deps, clock: { nowMs: () => bench.now + 2_000 } };
    await sampling.send(orgId, signed(device, 60));
    await sampling.send(orgId, signed(device, 120), undefined, { ...ahead, commits: createCommits(ahead) });
    const revocation = { keyId: device.keyId, reason: "the box was stolen" };
    await revokeDeviceKey(bench.deps, bench.actorOf(orgId), place, revocation);
    expect(await code(sampling.send(orgId, signed(device, 180)))).toBe("signature-invalid");
    bench.now += silenceMs + 2_000;
    await sampling.closeDue();
    expect(await counts(orgId)).toEqual([2]);
    expect(await sampling.audit(orgId)).toEqual(expect.arrayContaining(["ok samples", "ok signatures"]));
    // Whoever has the stolen key and the gateway could have made them since: it is told, and within a day convicts nobody.
    expect(sampling.told).toContainEqual(
      expect.stringMatching(
        /^note signatures: that 2 samples, the first in record \d+, came before the revocation .* is the gateway's word/,
      ),
    );
    expect(sampling.told).toContain("all are signed");
  });

  test("of a revoked key prove nothing in records that were made days behind the revocation", async () => {
    const { orgId, device } = await claimed();
    for (const endS of [60, 120]) await sampling.send(orgId, signed(device, endS));
    await revokeDeviceKey(bench.deps, bench.actorOf(orgId), place, { keyId: device.keyId, reason: "stolen" });
    bench.now += 10 * 86_400_000;
    await sampling.closeDue();
    const found = await sampling.audit(orgId);
    expect(found).toEqual(expect.arrayContaining(["unchecked signatures", "note samples"]));
    expect(sampling.told).toContainEqual(
      expect.stringMatching(/the records of 2 were made more than a day behind it$/),
    );
    expect(sampling.told).not.toContain("all are signed");
  });

  test("count a number once, for samples and records together", async () => {
    const { orgId, device } = await claimed();
    await sampling.send(orgId, signed(device, 60, {}, 1));
    expect(await code(sampling.send(orgId, signed(device, 120, {}, 1)))).toBe("sequence-conflict");
    const again = await sampling.send(orgId, signed(device, 60, {}, 1));
    expect(again).toMatchObject({ duplicate: true, sample: { endedAtMs: sampling.slotMs + 60_000 } });
    const hour = { ...sampling.body(3_900, {}, { interval_s: 3_600 }), device_seq: 1 };
    expect(await code(sampling.send(orgId, device.signed(hour, bench.now) as unknown as TelemetryBody))).toBe(
      "sequence-conflict",
    );
  });
});

describe("the auditor", () => {
  async function withRecord(): Promise<{ orgId: string; lines: Uint8Array[] }> {
    const orgId = await sampling.plant();
    for (const endS of [...minutes, 360, 420, 480, 540, 600]) await sampling.sample(orgId, endS);
    return { orgId, lines: await sampling.lines(orgId) };
  }

  const changed = (line: Uint8Array | undefined, change: (members: Record<string, Json>) => void): Uint8Array => {
    const members = JSON.parse(Buffer.from(line ?? []).toString()) as Record<string, Json>;
    change(members);
    return canonicalBytes(members);
  };

  test("tells of samples that are in no record for days: whoever has the gateway could write them anew, with any time", async () => {
    const prompt = await sampling.plant();
    await sampling.sample(prompt, 60);
    bench.now += silenceMs + 600_000;
    await sampling.closeDue();
    expect(await sampling.audit(prompt)).not.toContain("note samples");
    const late = await sampling.plant();
    await sampling.sample(late, 60);
    bench.now += 10 * 86_400_000;
    await sampling.closeDue();
    const made =
      /^note samples: 1 reading, the first of them record \d+, was made up to 240 hours after its samples had come/;
    expect(await sampling.audit(late)).toContain("ok samples");
    expect(sampling.told).toContainEqual(expect.stringMatching(made));
  });

  test("names the record whose sample was changed, is missing, was added or stands elsewhere", async () => {
    const { orgId, lines } = await withRecord();
    expect(await sampling.audit(orgId)).toContain("ok samples");
    const [first] = await sampling.readings(orgId);
    const name = `record ${first?.seq} (${first?.id})`;
    const energy = changed(lines[1], (sample) => {
      sample.readings = { ...(sample.readings as Record<string, Json>), energy_kwh: 16 };
    });
    const other = changed(lines[1], (sample) => {
      sample.device_id = "TURBINE-002";
    });
    const twice = [lines[0], lines[0], ...lines.slice(2)] as Uint8Array[];
    for (const tampered of [
      lines.with(1, energy),
      lines.with(1, other),
      lines.toSpliced(1, 1),
      lines.toSpliced(1, 0, lines[0] as Uint8Array),
      twice,
      lines.with(0, lines[1] as Uint8Array).with(1, lines[0] as Uint8Array),
      lines.with(1, Buffer.from("{}")),
      lines.slice(0, 4),
    ]) {
      const [message] = await sampling.audit(orgId, tampered);
      expect(message).toContain("broken samples");
      expect(message).toContain(name);
    }
    expect(await sampling.audit(orgId, [...lines, lines[0] as Uint8Array])).toContain("lines are left over");
  });
});
