import { afterEach, expect, test, vi } from "vitest";
import { Taking, wordsOf } from "../../src/platform/taking.ts";

afterEach(() => void vi.useRealTimers());

const failing = (code: string) => Object.assign(new Error("failed"), { code });

test("that nothing is taken is told until something was, or for a while: only another try shows that it is over", () => {
  vi.useFakeTimers();
  const taking = new Taking();
  expect(taking.whyNot).toBeUndefined();
  taking.refused(failing("53100"));
  expect(taking.whyNot).toBe("PostgreSQL has no room left on its disk");
  taking.took();
  expect(taking.whyNot).toBeUndefined();
  taking.refused(failing("58030"));
  expect(taking.whyNot).toBe("PostgreSQL takes no readings");
  vi.advanceTimersByTime(11_000);
  expect(taking.whyNot).toBeUndefined();
});

test.each(["57P01", "ECONNRESET", "22P02", "40P01", "55P03"])("%s says nothing of the next reading", (code) => {
  const taking = new Taking();
  taking.refused(failing(code));
  expect(taking.whyNot).toBeUndefined();
});

test("what keeps a question from being answered is told without PostgreSQL's own words", () => {
  const failures = [failing("53300"), failing("28P01"), failing("ECONNREFUSED"), new Error("secret")];
  expect(failures.map(wordsOf)).toEqual([
    "PostgreSQL gives no more connections",
    "PostgreSQL refuses the gateway's login",
    "PostgreSQL does not answer",
    "PostgreSQL does not answer",
  ]);
});
