import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Measurements } from "../../src/platform/measurements.ts";
import { forget, MetricMaker } from "../../src/platform/metric.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { differences, metricsPage, ourRows } from "../../src/platform/metrics-page.ts";

const page = readFileSync(new URL("../../docs/metrics.md", import.meta.url), "utf8");

describe("docs/metrics.md", () => {
  test("lists the metrics as they are: run `npm run metrics`, and mend dashboards and alerts that used another name", () => {
    expect(differences(page)).toEqual([]);
  });

  test("is what the program writes", async () => {
    expect(differences(await metricsPage())).toEqual([]);
    expect(ourRows().length).toBeGreaterThan(50);
  });

  test("a metric that was renamed is named, with what it may break", () => {
    const before = page.replace("`hydro_outbox_depth`", "`hydro_outbox_size`");
    expect(differences(before)).toEqual([
      "hydro_outbox_size is gone or has another name: dashboards and alerts may use it",
      "hydro_outbox_depth is new: the page does not list it",
    ]);
  });

  test("a label that changed is named with its metric", () => {
    const before = page.replace("`result`: `in_time`, `late`", "`result`: `in_time`");
    expect(differences(before)).toEqual([
      expect.stringMatching(/^hydro_anchor_slo_records_total has another labels: "`result`: `in_time`" in the page/),
    ]);
  });

  test("every metric has a name of the house, a help, and labels with values or a form", () => {
    for (const { name, type, help, labels } of createMetrics({ processMetrics: false }).list) {
      expect(name).toMatch(/^(hydro|http)_[a-z_]+[a-z]$/);
      expect(name.endsWith("_total")).toBe(type === "counter");
      expect(help).toMatch(/^[A-Z1]/);
      for (const values of Object.values(labels ?? {}))
        expect("form" in values ? values.words : values).not.toHaveLength(0);
    }
  });
});

describe("series", () => {
  test("of a counter with listed labels begin at 0; a gauge that nobody set is left out", async () => {
    const make = new MetricMaker();
    make.counter({ name: "a_total", help: "A", labels: { outcome: ["good", "bad"] } });
    const gauge = make.gauge({ name: "b", help: "B" });
    const series = async () => (await make.registry.metrics()).split("\n").filter((line) => /^[ab]/.test(line));
    const counters = ['a_total{outcome="good"} 0', 'a_total{outcome="bad"} 0'];
    expect(await series()).toEqual(counters);
    gauge.set(0);
    expect(await series()).toEqual([...counters, "b 0"]);
    forget(gauge);
    expect(await series()).toEqual(counters);
  });
});

describe("a measurement", () => {
  /** One that answers when it is told to. */
  function held(keptMs: number) {
    const asked: { answer: () => void; fail: (error: Error) => void }[] = [];
    let forgotten = 0;
    const read = () => new Promise<void>((answer, fail) => void asked.push({ answer, fail }));
    const measurement = { name: "held", keptMs, read, forget: () => void forgotten++ };
    return { asked, measurement, forgotten: () => forgotten };
  }

  test("is asked once by scrapes that come together, and not again while its answer is good", async () => {
    const measurements = new Measurements();
    const { asked, measurement, forgotten } = held(60_000);
    measurements.add(measurement);
    const scrapes = [measurements.refresh(), measurements.refresh(), measurements.refresh()];
    expect(asked).toHaveLength(1);
    asked[0]?.answer();
    await Promise.all(scrapes);
    await measurements.refresh();
    expect(asked).toHaveLength(1);
    expect(forgotten()).toBe(0);
  });

  test("that fails takes its own gauges away, is told of once, and hinders no other", async () => {
    const measurements = new Measurements();
    const failures: string[] = [];
    measurements.onFailure = ({ measurement }) => failures.push(measurement);
    let good = 0;
    const [first, second] = [held(0), { name: "good", keptMs: 0, read: () => void good++, forget: () => undefined }];
    measurements.add(first.measurement, second);
    for (let scrape = 0; scrape < 3; scrape++) {
      const refreshed = measurements.refresh();
      first.asked.at(-1)?.fail(new Error("no such table"));
      await refreshed;
    }
    expect({ failures, good, forgotten: first.forgotten() }).toEqual({ failures: ["held"], good: 3, forgotten: 3 });
  });

  test("that does not answer holds a scrape up for a moment only, and is not asked a second time meanwhile", async () => {
    const measurements = new Measurements({ patienceMs: 5 });
    const { asked, measurement } = held(0);
    measurements.add(measurement);
    await measurements.refresh();
    await measurements.refresh();
    expect(asked).toHaveLength(1);
    asked[0]?.answer();
    await expect.poll(() => measurements.refresh().then(() => asked.length)).toBeGreaterThan(1);
  });
});
