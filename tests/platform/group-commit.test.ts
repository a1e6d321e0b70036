import { describe, expect, test } from "vitest";
import { GroupCommit, type Outcome } from "../../src/platform/group-commit.ts";

const ok = <R>(value: R): Outcome<R> => ({ ok: true, value });

describe("group commit", () => {
  test("items that arrive while a group runs share the next one", async () => {
    const groups: number[][] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const commits = new GroupCommit<number, number>(
      async (items) => {
        groups.push([...items]);
        if (groups.length === 1) await held;
        return items.map((item) => ok(item * 10));
      },
      { maxGroup: 100, concurrency: 1 },
    );
    const first = commits.submit(1);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const rest = [2, 3, 4].map((item) => commits.submit(item));
    release();
    expect(await Promise.all([first, ...rest])).toEqual([10, 20, 30, 40]);
    expect(groups).toEqual([[1], [2, 3, 4]]);
  });

  test("a group that fails is retried one by one, so that one bad item costs one item", async () => {
    const tried: number[][] = [];
    const commits = new GroupCommit<number, string>(
      async (items) => {
        tried.push([...items]);
        if (items.includes(13)) throw new Error("13 is bad");
        return items.map((item) => ok(`stored ${item}`));
      },
      { maxGroup: 10, concurrency: 1 },
    );
    const results = await Promise.allSettled([11, 12, 13, 14].map((item) => commits.submit(item)));
    expect(
      results.map((result) => (result.status === "fulfilled" ? result.value : (result.reason as Error).message)),
    ).toEqual(["stored 11", "stored 12", "13 is bad", "stored 14"]);
    expect(tried).toEqual([[11, 12, 13, 14], [11], [12], [13], [14]]);
  });

  test("an item may fail by itself without failing its group", async () => {
    const commits = new GroupCommit<number, number>(
      async (items) =>
        items.map((item): Outcome<number> => (item < 0 ? { ok: false, error: new Error("negative") } : ok(item))),
      { maxGroup: 10, concurrency: 1 },
    );
    const results = await Promise.allSettled([1, -1, 2].map((item) => commits.submit(item)));
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  test("no group is larger than allowed, and no more run at once than allowed", async () => {
    let running = 0;
    let most = 0;
    const sizes: number[] = [];
    const commits = new GroupCommit<number, number>(
      async (items) => {
        most = Math.max(most, ++running);
        sizes.push(items.length);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return items.map(ok);
      },
      { maxGroup: 7, concurrency: 2 },
    );
    await Promise.all(Array.from({ length: 50 }, (_, i) => commits.submit(i)));
    expect(Math.max(...sizes)).toBe(7);
    expect(most).toBe(2);
  });

  test("a commit that answers for too few items fails the others instead of leaving them waiting", async () => {
    const commits = new GroupCommit<number, number>(async () => [ok(1)], { maxGroup: 10, concurrency: 1 });
    const results = await Promise.allSettled([commits.submit(1), commits.submit(2)]);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected"]);
  });
});
