import { describe, expect, test } from "vitest";
import type { Window } from "../../src/tenancy/quota-store.ts";
import { Allowance } from "../../src/tenancy/quotas.ts";

/** A row that gateways share, a clock that tests move, and answers that come when they are let. */
function shared(limit: number, windowMs = 60_000) {
  const row = { nowMs: 0, windowNo: 0n, taken: 0, asks: 0, limit, fails: false };
  const held: (() => void)[] = [];
  let holding = false;
  const ask = async (slice: number): Promise<Window> => {
    row.asks++;
    if (holding) await new Promise<void>((resolve) => held.push(resolve));
    if (row.fails) throw new Error("the database is away");
    const windowNo = BigInt(Math.floor(row.nowMs / windowMs));
    if (windowNo > row.windowNo) [row.windowNo, row.taken] = [windowNo, 0];
    row.taken += slice;
    return { windowNo: row.windowNo, taken: row.taken, leftMs: windowMs - (row.nowMs % windowMs), ownLimit: row.limit };
  };
  return {
    row,
    gateway: () => new Allowance({ ask, fallback: 1_000, windowMs, elapsedMs: () => row.nowMs, onTrouble: () => {} }),
    hold: () => {
      holding = true;
    },
    release: () => {
      holding = false;
      for (const go of held.splice(0)) go();
    },
  };
}

async function takeMany(gateways: readonly Allowance[], times: number): Promise<number> {
  let granted = 0;
  for (let i = 0; i < times; i++) {
    for (const gateway of gateways) if (await gateway.take()) granted++;
  }
  return granted;
}

describe("a quota that gateways share", () => {
  test.each([1, 7, 40, 1_000, 12_345])("of %i is given out to the last request and not one more", async (limit) => {
    const { gateway } = shared(limit);
    expect(await takeMany([gateway(), gateway(), gateway()], limit + 5)).toBe(limit);
  });

  test("asks the row for a hundredth at a time, ahead of need: after the first no request waits", async () => {
    const { row, gateway } = shared(10_000);
    const one = gateway();
    await one.take();
    let waited = 0;
    for (let i = 0; i < 5_000; i++) {
      if (typeof one.take() !== "boolean") waited++;
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    }
    expect(waited).toBe(0);
    expect(row.asks).toBeLessThanOrEqual(55);
  });

  test("begins a window on credit of one slice, and no more comes on top for each gateway", async () => {
    const { row, gateway, hold, release } = shared(1_000);
    const two = [gateway(), gateway()] as const;
    await takeMany(two, 1);
    row.nowMs = 60_000;
    hold();
    const atOnce = two.flatMap((one) => [one.take(), one.take()]);
    expect(atOnce).toEqual([true, true, true, true]);
    release();
    const more = await takeMany(two, 1_100);
    expect(more + 4).toBeGreaterThanOrEqual(1_000);
    expect(more + 4).toBeLessThanOrEqual(1_000 + 2 * 10);
  });

  test("asks no more once it is used up, until its window ends", async () => {
    const { row, gateway } = shared(5);
    const one = gateway();
    await takeMany([one], 20);
    const { asks } = row;
    expect(await takeMany([one], 50)).toBe(0);
    expect(row.asks).toBe(asks);
    expect([one.remaining, one.resetS]).toEqual([0, 60]);
    row.nowMs = 60_000;
    expect(await takeMany([one], 20)).toBeGreaterThanOrEqual(5);
  });

  test("tells what is left of it, for all gateways together as far as it knows", async () => {
    const { gateway } = shared(1_000);
    const [one, other] = [gateway(), gateway()];
    await one.take();
    expect([one.limit, one.remaining]).toEqual([1_000, 999]);
    await takeMany([other], 500);
    await takeMany([one], 30);
    expect(one.remaining).toBeLessThanOrEqual(1_000 - 500 - 31 + 10);
    expect(one.remaining).toBeGreaterThanOrEqual(1_000 - 500 - 31 - 20);
  });

  test("that is raised holds from the next slice on; 0 is no limit", async () => {
    const { row, gateway } = shared(5);
    const one = gateway();
    expect(await takeMany([one], 10)).toBe(5);
    row.limit = 0;
    row.nowMs = 60_000;
    await takeMany([one], 5);
    expect(await takeMany([one], 2_000)).toBe(2_000);
    expect(one.limit).toBe(0);
  });

  test("whose row cannot be asked fails the request that has to ask, and works again afterwards", async () => {
    const { row, gateway } = shared(100);
    const one = gateway();
    row.fails = true;
    await expect(one.take()).rejects.toThrow("away");
    row.fails = false;
    expect(await one.take()).toBe(true);
  });

  test("lets fifty who come at once through by one question", async () => {
    const { row, gateway } = shared(10_000);
    const one = gateway();
    const all = await Promise.all(Array.from({ length: 50 }, () => one.take()));
    expect(all.every(Boolean)).toBe(true);
    expect(row.asks).toBeLessThanOrEqual(2);
  });
});
