import { describe, expect, test } from "vitest";
import { Replay } from "../../src/audit/replay.ts";
import { priorForest } from "../../src/fraud/prior.ts";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import { canonicalText, type Json, sha256Bytes } from "../../src/kernel/canonical.ts";
import { judge } from "../../src/telemetry/judge.ts";
import { type Policy, policies } from "../../src/verification/policy.ts";
import type { DeviceMemory } from "../../src/verification/verdict.ts";
import { envelope, plant } from "./envelopes.ts";

// A chain over a change of policy: each reading is judged again by the one that it was judged by.

const [v3, v4, v5] = policies as [Policy, Policy, Policy];
const small = { ...plant, rated_power_kw: 5 };
const device = { device_id: "METER-1", kind: "meter" as const };
const hourMs = 3_600_000;
const startMs = Date.parse("2026-03-01T00:00:00Z");
const iso = (ms: number) => new Date(ms).toISOString();

/** Hours of 2.4 kW, which a display of whole kW shows as 2. */
function readings(by: readonly Policy[]) {
  let memory: DeviceMemory | undefined;
  return by.map((policy, i) => {
    const endMs = startMs + (i + 1) * hourMs;
    const quantities: Quantities = {
      power_output_kw: 2,
      energy_export_kwh_total: Number((100.123 + 2.4 * i).toFixed(3)),
    };
    const reading = {
      ...{ plantId: "PLANT-1", deviceId: "METER-1", endMs, intervalS: 3600, timed: true },
      ...{ deviceSeq: undefined, quantities },
    };
    const input = { plant: small, device, reading, receivedAtMs: endMs + 1000, memory, siblings: [] };
    const judged = judge(input, priorForest, policy);
    memory = judged.memory;
    return envelope(i + 3, "reading", {
      ...{ device_id: "METER-1", timestamp: iso(endMs), timestamp_source: "device", interval_s: 3600 },
      ...{ readings: quantities as Json, received_at: iso(endMs + 1000) },
      verification: JSON.parse(canonicalText(judged.verification)) as Json,
      carbon: JSON.parse(canonicalText(judged.carbon)) as Json,
    });
  });
}

async function replayed(by: readonly Policy[]) {
  const replay = new Replay((seq) => sha256Bytes(Buffer.from(String(seq))));
  const received_at = iso(startMs);
  await replay.step(envelope(1, "plant", { plant: small, received_at }));
  await replay.step(envelope(2, "device", { device, received_at }));
  const all = readings(by);
  const kinds = [];
  for (const record of all) kinds.push((await replay.step(record)).kind);
  const statuses = all.map(({ members }) => (members.verification as { status: string }).status);
  return { kinds, statuses };
}

describe("a chain over a change of policy", () => {
  test("is recomputed whole, each reading by the policy that it names", async () => {
    const { kinds, statuses } = await replayed([v3, v3, v3, v4, v4, v5, v5]);
    expect(new Set(kinds)).toEqual(new Set(["recomputed"]));
    // Of the first nothing was known before; the second waited for a verifier, as the display rounds 2.4 to 2.
    expect(statuses).toEqual(["APPROVED", "FLAGGED", "FLAGGED", "APPROVED", "APPROVED", "APPROVED", "APPROVED"]);
  });

  test("may go back for a day, while gateways are replaced, and then no more", async () => {
    const day = (policy: Policy) => Array.from({ length: 25 }, () => policy);
    expect(new Set((await replayed([v4, ...day(v3).slice(1)])).kinds)).toEqual(new Set(["recomputed"]));
    await expect(replayed([v4, ...day(v3), v3])).rejects.toThrow(
      "it is judged by policy-v3, behind readings judged by policy-v4: its gateway judges by none before that",
    );
  });
});
