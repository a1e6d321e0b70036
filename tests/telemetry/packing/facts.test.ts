import { describe, expect, test } from "vitest";
import { randomOf } from "../../../src/simulator/random.ts";
import { packFacts, type RecordFacts, unpackFacts } from "../../../src/telemetry/packing/facts.ts";

const kinds = ["plant", "device", "reading", "correction", "review"];
const statuses = ["APPROVED", "FLAGGED", "REJECTED"];

function factsOf(seed: number): RecordFacts[] {
  const random = randomOf(seed, 1);
  const one = <T>(words: readonly T[]): T => words[Math.floor(random.unit() * words.length)] as T;
  const maybe = <T>(value: T): T | null => (random.unit() < 0.7 ? value : null);
  return Array.from({ length: Math.floor(random.unit() * 80) }, (_, i) => ({
    seq: BigInt(i) + BigInt(Math.floor(random.unit() * 2 ** 52)),
    kind: one(kinds),
    deviceId: maybe(one(["TURBINE-001", "MESSGERÄT", ""])),
    receivedAtMs: Math.floor(random.unit() * 4e12 - 1e12),
    endedAtMs: maybe(Math.floor(random.unit() * 4e12 - 1e12)),
    intervalS: maybe(Math.floor(random.unit() * 86_400)),
    status: maybe(one(statuses)),
    trustScore: maybe((Math.floor(random.unit() * 10_001) / 10_000).toFixed(4)),
  }));
}

describe("facts of records come back as they were", () => {
  test("whatever they are, some of them absent", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const facts = factsOf(seed);
      expect(unpackFacts(packFacts(facts)), `seed ${seed}`).toStrictEqual(facts);
    }
  });

  test("every trust score there is", () => {
    const facts = Array.from({ length: 10_001 }, (_, i) => ({
      ...{ seq: BigInt(i + 1), kind: "reading", deviceId: "T", receivedAtMs: i, endedAtMs: i, intervalS: 300 },
      ...{ status: "APPROVED", trustScore: (i / 10_000).toFixed(4) },
    }));
    expect(unpackFacts(packFacts(facts))).toStrictEqual(facts);
  });

  test("in a few bytes, where readings come every five minutes", () => {
    const random = randomOf(1, 1);
    const facts = Array.from({ length: 1_024 }, (_, i) => ({
      ...{ seq: BigInt(i + 3), kind: "reading", deviceId: "TURBINE-001", intervalS: 300, status: "APPROVED" },
      ...{
        endedAtMs: i * 300_000,
        receivedAtMs: i * 300_000 + Math.floor(random.unit() * 4_000),
        trustScore: "0.9850",
      },
    }));
    expect(packFacts(facts).length / facts.length).toBeLessThan(3);
  });
});

test("bytes that are no facts are refused, wherever they break off", () => {
  const bytes = packFacts(factsOf(7));
  for (let length = 0; length < bytes.length; length++) expect(() => unpackFacts(bytes.subarray(0, length))).toThrow();
  expect(() => unpackFacts(Buffer.concat([bytes, Buffer.of(0)]))).toThrow(/goes on behind its end/);
  expect(() => unpackFacts(Buffer.concat([Buffer.of(9), bytes.subarray(1)]))).toThrow(/version 9/);
});
