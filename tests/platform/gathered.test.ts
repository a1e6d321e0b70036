import { expect, test } from "vitest";
import { gathered } from "../../src/platform/gathered.ts";

test("what is wanted at once is asked once; what is wanted meanwhile is asked afterwards, and never told what was true before", async () => {
  const asked: (readonly string[])[] = [];
  const answers: (() => void)[] = [];
  let truth = 1;
  const find = gathered(async (keys) => {
    asked.push(keys);
    const found = new Map(keys.flatMap((key) => (key === "none" ? [] : [[key, truth] as const])));
    await new Promise<void>((resolve) => answers.push(resolve));
    return found;
  });
  const first = [find("a"), find("b"), find("a"), find("none")];
  await expect.poll(() => asked).toEqual([["a", "b", "none"]]);
  const second = find("a");
  truth = 2;
  answers.shift()?.();
  expect(await Promise.all(first)).toEqual([1, 1, 1, undefined]);
  await expect.poll(() => asked.length).toBe(2);
  answers.shift()?.();
  expect(await second).toBe(2);
});

test("a look-up that fails fails for whoever it was made for, and the next is made", async () => {
  let tries = 0;
  const find = gathered(async (keys) => {
    if (++tries === 1) throw new Error("away");
    return new Map(keys.map((key) => [key, key]));
  });
  const first = await Promise.allSettled([find("a"), find("b")]);
  expect(first.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await find("a")).toBe("a");
});
