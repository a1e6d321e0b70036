import { describe, expect, test } from "vitest";
import { settle, sight } from "../../src/verification/channel.ts";
import { expectedAt, type Lesson, shifted, spareAt, speaksAt, taught } from "../../src/verification/curve.ts";
import { calibrated, dayStrayed, strayed } from "../../src/verification/lines.ts";
import { policyInForce } from "../../src/verification/policy.ts";
import { type Channel, type Hour, uncalibrated, untaught } from "../../src/verification/state.ts";
import { effectOf, input, judge, powerAt } from "./builders.ts";
import { calmPlant, flaggedBy, honest, notApproved, Operation } from "./learning.ts";

const { learning, efficiency_channel: own } = policyInForce;
const rules = { knotDoubt: learning.knot_doubt, slopeDoubt: learning.slope_doubt, kept: learning.kept };
const hours = (count: number, main: number, y: number, slope = 0): Lesson[] =>
  Array.from({ length: count }, () => ({ point: [main, slope, 0, 0] as const, y }));

describe("a curve", () => {
  test("holds knots to their neighbours with two hours' weight", () => {
    // Least squares of 8 c1^2 + 8 (c2 - 0.1)^2 + 2 (c2 - c1)^2.
    const curve = taught(null, [...hours(8, 0.55, 0), ...hours(8, 0.65, 0.1)], rules);
    expect(expectedAt(curve, [0.65, 0, 0, 0]) - expectedAt(curve, [0.55, 0, 0, 0])).toBeCloseTo(0.0667, 3);
    expect(expectedAt(curve, [1.05, 0, 0, 0])).toBeCloseTo(expectedAt(curve, [0.65, 0, 0, 0]), 2);
  });
  test("holds slopes to nothing with twenty hours' weight", () => {
    const curve = taught(null, [...hours(8, 0.55, 0.1, 1), ...hours(8, 0.55, -0.1, -1)], rules);
    expect(expectedAt(curve, [0.55, 1, 0, 0])).toBeCloseTo(1.6 / 36, 4);
  });
  test("forgets half within two months", () => {
    let curve = taught(null, hours(100, 0.555, 0.1), rules);
    for (let day = 0; day < 60; day++) curve = taught(curve, [], rules);
    const stillThere = (least: number) =>
      speaksAt(curve, 0.555, { hours_near: 1, hours_around: least, hours_share: 2 });
    expect([stillThere(48), stillThere(52)]).toEqual([true, false]);
  });
  test("speaks where it was taught, or on both sides, with enough hours around", () => {
    const curve = taught(null, [...hours(20, 0.55625, 0), ...hours(20, 0.58125, 0)], rules);
    const least = { hours_near: 6, hours_around: 30, hours_share: 1 };
    const speaks = [0.53, 0.545, 0.555, 0.57, 0.58, 0.595, 0.61].map((at) => speaksAt(curve, at, least));
    expect(speaks).toEqual([false, false, true, true, true, false, false]);
  });
  test("moved by as much as its hours is the curve that these would have taught", () => {
    const more = (main: number) => 0.1 * main - 0.02;
    const before = [0.05, 0.25, 0.55, 0.6, 0.95].flatMap((main, i) => hours(20 + i, main, 0.03 * i, i / 5));
    const after = before.map(({ point, y }) => ({ point, y: y + more(point[0]) }));
    const moved = shifted(taught(null, before, rules), more, rules);
    const apart = taught(null, after, rules).coefficients.map((one, i) => one - (moved.coefficients[i] as number));
    expect(Math.max(...apart.map(Math.abs))).toBeLessThan(1e-4);
  });
  test("lies under its best where that was taught by enough hours", () => {
    const curve = taught(null, [...hours(400, 0.55, 0), ...hours(400, 0.85, 0.1), ...hours(3, 1.05, 0.3)], rules);
    expect(spareAt(curve, 0.55, 30)).toBeCloseTo(0.1, 2);
    expect(spareAt(curve, 0.85, 30)).toBe(0);
    expect(spareAt(curve, 0.55, 1)).toBeGreaterThan(0.15);
  });
  test("is straight between knots and level beyond them", () => {
    const curve = taught(null, [...hours(900, 0.05, 0), ...hours(900, 0.25, 0.2), ...hours(900, 0.35, 0.3)], rules);
    const at = (main: number) => expectedAt(curve, [main, 0, 0, 0]);
    expect(at(0.3)).toBeCloseTo((at(0.25) + at(0.35)) / 2, 6);
    expect(at(0.35) - at(0.25)).toBeCloseTo(0.1, 2);
    expect(at(0.01)).toBe(at(0.05));
    expect(at(1.4)).toBe(at(1.05));
  });
});

describe("lines", () => {
  const weeks = (greatest: readonly number[]) => {
    let calibration = uncalibrated;
    for (const stray of greatest) {
      calibration = dayStrayed(strayed(calibration, [0, stray, 0, 0, 0, 0]), true);
      calibration = calibrated(calibration, learning, own);
    }
    return calibration.lines?.[1];
  };
  test("lie beyond the middle of the weekly extremes by 2.8 times what the ninth in ten does", () => {
    expect(weeks([1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 3000, 3000])).toBe(1000 + 2.8 * 2000);
  });
  test("are drawn from three weeks on, never under the floor", () => {
    expect(weeks([1000, 1000])).toBeUndefined();
    expect(weeks([1000, 1000, 1000])).toBe(3000);
  });
  test("end at a quarter", () => {
    expect(weeks([1000, 20_000, 40_000])).toBe(25_000);
  });
  test("take no part of a day in which anything was doubted", () => {
    const seen = strayed(uncalibrated, [0, 2500, 0, 0, 0, 0]);
    expect(dayStrayed(seen, false).week[1]).toBe(0);
    expect(dayStrayed(seen, true).week[1]).toBe(2500);
  });
});

describe("a channel", () => {
  const drawn = { ...uncalibrated, lines: [3000, 3000, 4500, 8000, 15_000, 12_000] };
  const seen = (channel: Channel, y = 0.06) =>
    sight(channel, { endMs: 3_600_000, intervalS: 3600, point: [0.55, 0, 0, 0], y }, learning, own);
  test.each([
    [4, false],
    [5, true],
  ])("speaks of places where it learnt %i hours: %s", (count, known) => {
    const channel = { ...untaught, curve: taught(null, hours(count, 0.55, 0), rules), calibration: drawn };
    expect(seen(channel).deviation?.known).toBe(known);
  });
  test("takes no more than half a unit of ln from one reading", () => {
    const channel = { ...untaught, curve: taught(null, hours(30, 0.55, 0), rules) };
    expect([seen(channel, 3), seen(channel, -3), seen(channel, 0.4)].map(({ channel: { open } }) => open?.[6])).toEqual(
      [50_000, -50_000, 40_000],
    );
  });
  test("counts a reading without interval as a minute of its hour", () => {
    const given = input({ quantities: honest(0, 24), plant: calmPlant, intervalS: undefined });
    const { channel } = sight(
      untaught,
      { endMs: given.reading.endMs, intervalS: undefined, point: [0.5, 0, 0, 0], y: 0 },
      learning,
      own,
    );
    expect(channel.open?.[1]).toBe(60);
  });
});

describe("days", () => {
  const channelOf = (operation: Operation) => operation.memory?.learnt?.channels.efficiency as Channel;
  const run = (days: number) => {
    const operation = new Operation();
    operation.run(days);
    operation.steps(1);
    return operation;
  };
  test("settle for twelve, then three weeks draw the lines", () => {
    expect(channelOf(run(12 + 20)).calibration.lines).toBeNull();
    expect(channelOf(run(12 + 21)).calibration.lines).not.toBeNull();
    expect(channelOf(run(12 + 20)).calibration.weeks.length).toBe(2);
  });
  test("are remembered for a month", () => {
    expect(channelOf(run(45)).days.length).toBe(30);
  });
  test("of a single hour of generation wait for the next one's, so that no plant runs too little to be learnt", () => {
    const daysOf = (running: number) => {
      const operation = new Operation();
      operation.run(6, (i) => (i % 24 < running ? {} : { flow: 0, power: 0 }));
      operation.steps(1);
      return channelOf(operation).daysLearnt;
    };
    expect([daysOf(1), daysOf(2)]).toEqual([3, 6]);
  });
  test("move the slow level by a sixtieth, and add up what they exceed it by more than 1.3 per cent", () => {
    const operation = run(60);
    const before = channelOf(operation);
    operation.steps(23);
    const calm = channelOf(operation.fork());
    operation.run(1, { power: 1.025 });
    operation.steps(1);
    const after = channelOf(operation);
    const day = after.days.at(-1) as number;
    expect(day).toBeGreaterThan(2000);
    expect(Math.abs(after.ground - before.ground - 0.0167 * (day - before.ground))).toBeLessThan(12);
    expect(Math.abs(after.sum - calm.sum - (day - after.ground) - -1300)).toBeLessThan(60);
  });
  test("are held against the last one: a rise in two believed steps is the plant's own", () => {
    const unmeasured = { more: { head_height_m: undefined } };
    const operation = new Operation();
    operation.run(60, unmeasured);
    operation.run(1, { ...unmeasured, power: 1.022 });
    expect(notApproved(operation.run(1, { ...unmeasured, power: 1.045 }))).toEqual([]);
  });
  test.each([
    [4, false],
    [6, true],
  ])("of which %i of ten were poor, the return from these is doubted: %s", (poor, doubted) => {
    const operation = new Operation();
    operation.run(61);
    operation.run(poor, { power: 0.97 });
    expect(notApproved(operation.run(1, { power: 1.012 })).length > 0).toBe(doubted);
  });
  test("a river's memory is a day of flow", () => {
    const operation = new Operation();
    operation.steps(1, { flow: 0.5, power: 0.5 });
    const first = operation.memory?.learnt?.river as number;
    operation.steps(1, { flow: 1, power: 1 });
    const flow = (operation.memory?.flowM3s as number) / 2.8;
    expect(operation.memory?.learnt?.river).toBeCloseTo(first + (flow - first) / 24, 5);
  });
});

describe("where nothing tells the head", () => {
  const unmeasured = { more: { head_height_m: undefined } };
  const learnt = () => {
    const operation = new Operation();
    operation.run(60, unmeasured);
    return operation;
  };
  test("small excesses do not add up to a doubt", () => {
    const seen = learnt().run(14, { ...unmeasured, power: 1.026 });
    expect(flaggedBy(seen, "physics.learnt-curve-sum")).toEqual([]);
  });
  test.each([
    [1.05, false],
    [1.075, true],
  ])("a slow shift to %d is held against twice the month's line: %s", (most, found) => {
    // A step a day too small for the recent level.
    const seen = learnt().run(12, (i) => ({
      ...unmeasured,
      power: Math.min(most, 1 + 0.012 * (Math.floor(i / 24) - 59)),
    }));
    expect(flaggedBy(seen, "physics.learnt-curve-month").length > 0).toBe(found);
  });
  test("measured levels above and below tell it as well", () => {
    const levels = { more: { head_height_m: undefined, reservoir_level_m: 545, tailwater_level_m: 500 } };
    const operation = new Operation();
    operation.run(60, levels);
    const seen = operation.run(14, { ...levels, power: 1.026 });
    expect(flaggedBy(seen, "physics.learnt-curve-sum").length).toBeGreaterThan(0);
  });
});

describe("one reading of flow or head", () => {
  const learnt = (() => {
    const operation = new Operation();
    operation.run(60, { gated: true });
    return operation;
  })();
  test.each([
    [1.09, 0],
    [1.12, 1],
  ])("flow times %d at the same opening: flagged %i times", (flow, times) => {
    // Only a little at a time, so that it is no start: the flow before was as high.
    const operation = learnt.fork();
    const memory = operation.memory;
    if (memory === undefined) throw new Error("nothing learnt");
    operation.memory = { ...memory, flowM3s: (memory.flowM3s as number) * flow };
    const seen = operation.steps(1, { gated: true, flow, power: flow });
    expect(flaggedBy(seen, "device.learnt-opening-reading").length).toBe(times);
  });
  test.each([
    [1.09, 0],
    [1.12, 1],
  ])("head times %d: flagged %i times", (head, times) => {
    const seen = learnt.fork().steps(1, { gated: true, head, power: head });
    expect(flaggedBy(seen, "environmental.learnt-head-reading").length).toBe(times);
  });
  test("six hours of flow are found sooner than a day", () => {
    const day = learnt.fork();
    day.steps(10, { gated: true });
    const flow = day.fork().steps(6, { gated: true, flow: 1.037, power: 1.037 });
    expect(flaggedBy(flow, "device.learnt-opening-quarter").length).toBeGreaterThan(0);
    expect(
      flaggedBy(day.fork().steps(6, { gated: true, flow: 1.026, power: 1.026 }), "device.learnt-opening-quarter"),
    ).toEqual([]);
  });
  test("their lines are fixed after a season", () => {
    const old = learnt.fork();
    old.run(60, { gated: true });
    const { opening, head } = old.memory?.learnt?.channels ?? {};
    expect([opening?.calibration.weeks.length, head?.calibration.weeks.length]).toEqual([12, 12]);
  });
  test("a flow that stays is the plant's after five days", () => {
    const flow = learnt.fork();
    expect(
      flaggedBy(flow.run(5, { gated: true, flow: 1.05, power: 1.05 }), "device.learnt-opening-day").length,
    ).toBeGreaterThan(100);
    flow.run(1, { gated: true, flow: 1.05, power: 1.05 });
    expect(flaggedBy(flow.run(3, { gated: true, flow: 1.05, power: 1.05 }), "device.learnt-opening-day")).toEqual([]);
  });
});

test("below a twentieth of design flow or three hundredths of rating nothing is learnt", () => {
  const learns = (flow: number, load: number) => {
    const operation = new Operation();
    const quantities = { flow_rate_m3s: flow * 2.8, head_height_m: 45, power_output_kw: 1000 * load };
    operation.send(quantities);
    return operation.memory?.learnt?.channels.efficiency !== undefined;
  };
  expect([learns(0.049, 0.04), learns(0.051, 0.04)]).toEqual([false, true]);
  expect([learns(0.06, 0.029), learns(0.06, 0.031)]).toEqual([false, true]);
  expect(
    effectOf(
      judge({ quantities: { flow_rate_m3s: 2.5, power_output_kw: powerAt(0.8) } }),
      "physics.learnt-curve-reading",
    ),
  ).toBe("none");
});

test("a re-opened hour teaches nothing, however little the curve knew of it", () => {
  const hour = (index: number, mark: Hour[7]): Hour => [index, 3_600, 7_500, 0, 0, 0, 0, mark, 12, 0];
  const channel: Channel = { ...untaught, open: hour(9, 3), hours: [hour(6, 3), hour(7, 2), hour(8, 3)] };
  const { open, hours } = settle(channel, true, 3_600, 7 * 3_600_000);
  expect([...hours, open].map((one) => one?.[7])).toEqual([3, 1, 1, 1]);
});
