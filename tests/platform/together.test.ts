import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { together } from "../../src/platform/database.ts";

test("statements that are made together have all ended when one of them has failed: none runs behind its transaction", async () => {
  let ended = 0;
  const statement = async () => {
    await wait(5);
    ended++;
  };
  const failing = Promise.reject(new Error("the first"));
  await expect(together([statement(), failing, statement().then(statement)])).rejects.toThrow("the first");
  expect(ended).toBe(3);
});

test("statements that are made together answer in their order", async () => {
  expect(await together([wait(5, "slow"), Promise.resolve("quick")])).toEqual(["slow", "quick"]);
});
