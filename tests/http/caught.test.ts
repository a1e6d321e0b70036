import { expect, test } from "vitest";
import { faultOf } from "../../src/http/caught.ts";

test("whom PostgreSQL ended because two waited for each other is told to send the same again: nothing of it stands", () => {
  const ended = Object.assign(new Error("deadlock detected"), { code: "40P01" });
  expect(faultOf(ended)).toMatchObject({ code: "overloaded", facts: { retryAfterS: 1, cause: ended } });
});
