import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Downloads } from "../../src/http/downloads.ts";
import { Fault } from "../../src/kernel/fault.ts";

const limits = { all: 3, perOrg: 2, pages: 1 };
let downloads: Downloads;
beforeEach(() => {
  vi.useFakeTimers();
  downloads = new Downloads(limits);
});
afterEach(() => vi.useRealTimers());

async function* pieces(count: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) yield Uint8Array.of(i);
}
const admit = (orgId: string, from = pieces(2)) => downloads.admit(orgId, from);
function refusal(orgId: string): string | undefined {
  try {
    admit(orgId);
    return undefined;
  } catch (error) {
    return error instanceof Fault ? error.code : String(error);
  }
}

test("an organisation has so many exports under way and all together so many; each gives its place back at its end", async () => {
  const [first, second] = [admit("one"), admit("one")];
  expect(refusal("one")).toBe("too-much-in-work");
  admit("two");
  expect(refusal("three")).toBe("overloaded");
  while (!(await first.next()).done);
  admit("three");
  await second.return(undefined);
  await second.return(undefined);
  expect(refusal("two")).toBeUndefined();
  expect(refusal("two")).toBe("too-much-in-work");
});

test("one that breaks off, and one that nobody ever reads, give their places back; one that is read slowly keeps it", async () => {
  const broken = admit(
    "one",
    // biome-ignore lint/correctness/useYield: it breaks off before
    (async function* () {
      throw new Error("PostgreSQL is away");
    })(),
  );
  await expect(broken.next()).rejects.toThrow("away");
  const slow = admit("one");
  await slow.next();
  admit("one");
  expect(refusal("one")).toBe("too-much-in-work");
  vi.advanceTimersByTime(31_000);
  expect(refusal("one")).toBeUndefined();
  expect(refusal("one")).toBe("too-much-in-work");
});

test("while every place is taken, one whose reader has taken a minute for a piece loses its own to whoever asks, and no other does", async () => {
  const [trickling, quick] = [admit("one", pieces(9)), admit("two", pieces(9))];
  await trickling.next();
  await quick.next();
  await admit("three").next();
  vi.advanceTimersByTime(59_000);
  await quick.next();
  expect(refusal("four")).toBe("overloaded");
  vi.advanceTimersByTime(1_000);
  expect(refusal("four")).toBeUndefined();
  await expect(trickling.next()).rejects.toThrow("too long");
  expect(await quick.next()).toMatchObject({ done: false });
});

test("only so many make their next piece at once, in the order in which they asked, and a failure hands its turn on", async () => {
  const log: string[] = [];
  const gates = new Map<string, () => void>();
  const gated = (name: string) =>
    (async function* () {
      log.push(name);
      await new Promise<void>((resolve) => gates.set(name, resolve));
      if (name === "b") throw new Error("broke off");
      yield Uint8Array.of(1);
    })();
  const asked = ["a", "b", "c"].map((name) => admit(name, gated(name)).next());
  const settled = Promise.allSettled(asked);
  await vi.advanceTimersByTimeAsync(1);
  expect(log).toEqual(["a"]);
  for (const name of ["a", "b", "c"]) {
    gates.get(name)?.();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(log).toEqual(["a", "b", "c"]);
  expect((await settled).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});
