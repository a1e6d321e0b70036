import { expect, test } from "vitest";
import { ClockWatch } from "../../src/platform/clock-watch.ts";

const noon = Date.parse("2026-11-23T12:00:00Z");
const said = (atMs: number, more: Record<string, string> = {}) =>
  new Headers({ Date: new Date(atMs).toUTCString(), ...more });

/** A machine whose clock can be set, and what goes on whatever it shows. */
function machine() {
  const at = { runMs: 5_000, offMs: 0 };
  const watch = new ClockWatch({ nowMs: () => noon + at.runMs + at.offMs }, () => at.runMs);
  return { at, watch, hear: (more = {}) => watch.heard(said(noon + at.runMs, more)) };
}

test("a clock that was set wrong shows at once, by how much and in which direction, and that it was set right too", () => {
  const { at, watch, hear } = machine();
  hear();
  expect(watch.aheadMs).toBeCloseTo(-500, 0);
  expect([watch.behindMs, watch.words]).toEqual([0, undefined]);
  at.offMs = -1_200_000;
  expect(watch.behindMs).toBeCloseTo(1_200_500, 0);
  expect(watch.words).toMatch(/clock is 1201 s behind the mirror's: .*refused for now, set it/);
  at.offMs = 1_200_000;
  expect([watch.behindMs, watch.words]).toEqual([0, expect.stringMatching(/clock is 1200 s ahead of the mirror's/)]);
  at.offMs = 0;
  expect(watch.words).toBeUndefined();
});

test("seconds are on the way, and no clock is wrong for them", () => {
  const { at, watch, hear } = machine();
  hear();
  for (at.offMs of [-59_000, 59_000]) expect([watch.behindMs, watch.words]).toEqual([0, undefined]);
});

test("what nobody said, said long ago, or kept in a cache is no measure", () => {
  const { at, watch, hear } = machine();
  at.offMs = -1_200_000;
  watch.heard(new Headers());
  watch.heard(new Headers({ Date: "soon" }));
  hear({ Age: "3600" });
  expect([watch.aheadMs, watch.behindMs, watch.heardAgoMs]).toEqual([undefined, 0, Number.POSITIVE_INFINITY]);
  hear();
  at.runMs += 600_000;
  expect(watch.behindMs).toBeGreaterThan(0);
  at.runMs += 1;
  expect([watch.aheadMs, watch.behindMs, watch.words]).toEqual([undefined, 0, undefined]);
});
