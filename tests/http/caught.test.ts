import { expect, test } from "vitest";
import { faultOf } from "../../src/http/caught.ts";

test.each([
  ["because two waited for each other", "40P01"],
  ["because it waited too long for a lock", "55P03"],
])("whom PostgreSQL ended %s is told to send the same again: nothing of it stands", (_why, code) => {
  const ended = Object.assign(new Error("ended"), { code });
  expect(faultOf(ended)).toMatchObject({ code: "overloaded", facts: { retryAfterS: 1, cause: ended } });
});
