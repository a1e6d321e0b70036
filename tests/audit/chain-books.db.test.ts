import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ChainBooks } from "../../src/audit/chain-books.ts";
import { CommitmentTable } from "../../src/audit/commitments.ts";
import { Replay } from "../../src/audit/replay.ts";
import { type Books, storedBooks } from "../../src/issuance/books.ts";
import type { RegisterRow } from "../../src/issuance/meter-store.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { commitment, parseRecord } from "../../src/proof/record.ts";
import { pilotPlant } from "../support/pilot.ts";
import { ReviewBench } from "../telemetry/review-bench.ts";

let world: ReviewBench;
beforeAll(async () => {
  world = await ReviewBench.open();
});
afterAll(() => world.bench.close());

const hourMs = 3_600_000;

/** Numbers from 0 to below `n`, the same for the same seed. */
function numbers(seed: number) {
  let state = seed >>> 0;
  return (n: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** A chain of late, missing, doubted, decided, reversed and corrected readings. */
async function livedChain(orgId: string, draw: (n: number) => number): Promise<void> {
  const ids: string[] = [];
  const hours = Array.from({ length: 20 }, (_, hour) => hour).filter(() => draw(6) > 0);
  while (hours.length > 0 || draw(12) > 0) {
    const act = draw(hours.length > 0 ? 6 : 3);
    const id = ids[draw(Math.max(ids.length, 1))];
    try {
      if (act >= 3) {
        const [hour = 0] = hours.splice(draw(Math.min(hours.length, 3)), 1);
        const more = draw(3) === 0 ? { energy_import_kwh_total: 5 + hour } : {};
        const read = draw(3) === 0 ? world.flagged(orgId, hour) : world.reading(orgId, hour, more);
        ids.push((await read).recordId);
      } else if (id !== undefined && act === 0) {
        ids.push((await world.correct(orgId, id, { energy_export_kwh_total: 1_000 + draw(9_000) })).recordId);
      } else if (id !== undefined) {
        await world.decide(orgId, id, draw(3) === 0 ? "reject" : "approve");
      }
    } catch (error) {
      // What the rules of review do not allow is another chain's case.
      if (!(error instanceof Fault)) throw error;
    }
  }
}

async function chainBooks(orgId: string): Promise<{ books: Books; length: number }> {
  const commitments = new CommitmentTable();
  const of = (seq: number) => commitments.list.at(seq - 1);
  const books = new ChainBooks(of);
  const replay = new Replay(of, { books });
  const chain = await world.chain(orgId);
  for (const { body } of chain) {
    const parsed = parseRecord(body);
    if (!parsed.ok) throw new Error(parsed.reason);
    commitments.add(commitment(body));
    await replay.step(parsed.record);
  }
  return { books, length: chain.length };
}

let corrected = 0;
afterAll(() => {
  // Without an accepted correction in some window the comparison would show little.
  if (corrected === 0) throw new Error("no chain had a correction that counts");
});

describe("an auditor's books from the exported chain", () => {
  test.each([1, 2, 3, 4, 5, 6])("are the gateway's own, at every place of the chain (%i)", async (seed) => {
    const draw = numbers(seed * 7919);
    const orgId = await world.newPlant();
    await livedChain(orgId, draw);
    const { books, length } = await chainBooks(orgId);
    const own = storedBooks(world.bench.connection.db);
    const fromMs = world.bench.now - 24 * hourMs;
    for (let upTo = 2; upTo <= length; upTo++) {
      const key = { orgId, plantId: pilotPlant.plant_id, upToSeq: BigInt(upTo) };
      const place = { ...key, deviceId: "TURBINE-001" };
      const window = { afterMs: fromMs + draw(5) * hourMs, toMs: fromMs + (8 + draw(12)) * hourMs };
      const pages = async (some: Books) => {
        const all: RegisterRow[] = [];
        for await (const page of some.readRegisters(place, window)) all.push(...page);
        return all;
      };
      const rows = await pages(books);
      expect(rows).toEqual(await pages(own));
      corrected += rows.filter(({ exportWh }) => (exportWh ?? 0n) % 900_000n !== 100_000n).length;
      for (const [register, side] of [
        ["importWh", "at or before"],
        ["importWh", "after"],
        ["exportWh", "after"],
        ["grossWh", "at or before"],
      ] as const) {
        const atMs = fromMs + draw(20) * hourMs;
        const asked = [place, register, side, atMs] as const;
        expect(await books.nearestHolding(...asked)).toEqual(await own.nearestHolding(...asked));
      }
      const set = async (some: Books) => {
        const { count, sha256 } = await some.creditableSet(key, ["TURBINE-001"], window);
        return { count, sha256: Buffer.from(sha256).toString("hex") };
      };
      expect(await set(books)).toEqual(await set(own));
    }
  });
});
