import { globSync, readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import type pg from "pg";
import { expect, test } from "vitest";
import { ask } from "../../src/platform/volley.ts";

setFlagsFromString("--allow-natives-syntax");
const isYoung = new Function("one", "return %InYoungGeneration(one)") as (one: unknown) => boolean;

/** A function that is written where it is assigned to a property. */
const assigned = /^\s*[\w.#[\]()]+\.#?\w+ (?:\?\?|\|\|)?= (?:async )?(?:function\b|\w+ =>|\([^()]*\)(?:: [^=;]+)? =>)/;

test("the engine makes a function old that is written where it is assigned, and no other", () => {
  const made = (one: { heard?: () => number }, value: number) => {
    one.heard = () => value;
    const named = () => value;
    return [isYoung(one.heard), isYoung(named)];
  };
  expect(made({}, 1)).toEqual([false, true]);
});

test("what a statement answered lives no longer than whoever asked: nothing of its callback is made old", async () => {
  const heard: unknown[] = [];
  const query = (_text: string, _values: unknown[], callback: (error: undefined, answer: string) => void) => {
    heard.push(isYoung(callback));
    callback(undefined, "an answer");
  };
  expect(await ask({ query } as unknown as pg.ClientBase, "SELECT 1", [])).toBe("an answer");
  expect(heard).toEqual([true]);
});

test("no function of ours is written where it is assigned to a property", () => {
  const files = globSync("src/**/*.ts");
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, i) => (assigned.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
  for (const planted of [
    "part.callback = (error, answer) => (1)",
    "this.#settle = async () => {",
    "a[0].b = function () {",
  ])
    expect(planted).toMatch(assigned);
});
