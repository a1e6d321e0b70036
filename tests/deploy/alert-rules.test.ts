import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { knownSeries, unknownIn } from "../support/known-series.ts";
import { prometheusDir, recordedNames, rules, runbooksDir, unitTests } from "./rules.ts";

const alerts = rules.filter((rule) => rule.alert !== undefined);
const link = /^\{\{ or \$externalLabels\.runbooks "docs\/runbooks" \}\}\/(\w+)\.md$/;

test("there are rules of both kinds", () => {
  expect(recordedNames.size).toBeGreaterThan(10);
  expect(alerts.length).toBeGreaterThan(25);
  expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
});

test("rules ask only for series and labels that a gateway has", async () => {
  const series = await knownSeries();
  const wrong = rules.flatMap((rule) =>
    unknownIn(rule.expr, { series, recorded: recordedNames }).map((why) => `${rule.alert ?? rule.record}: ${why}`),
  );
  expect(wrong).toEqual([]);
});

test("a gateway is scraped under a job that the rules know, wherever a page says how", () => {
  const known = [...new Set(rules.flatMap(({ expr }) => [...expr.matchAll(/job=~"([^"]+)"/g)].map(([, job]) => job)))];
  const pages = [join(runbooksDir, "../observability.md"), join(prometheusDir, "prometheus.yml")];
  const jobs = pages.flatMap((page) => [...readFileSync(page, "utf8").matchAll(/job_name: ([\w-]+)/g)]);
  const gateways = jobs.map(([, job = ""]) => job).filter((job) => job !== "prometheus");
  expect([known.length, gateways.length]).toEqual([1, pages.length]);
  for (const job of gateways) expect(job).toMatch(new RegExp(`^(${known[0]})$`));
});

test("a metric that is renamed, a label that is gone and a value that never is are named with the rule", async () => {
  const series = new Map(await knownSeries());
  const given = { series, recorded: recordedNames };
  series.set("hydro_anchor_size", { type: "gauge", labels: {} });
  series.delete("hydro_log_anchored_size");
  expect(rules.flatMap((rule) => unknownIn(rule.expr, given))).toContain(
    "no gateway has a metric hydro_log_anchored_size",
  );
  expect(unknownIn('sum by (plant) (hydro_tokens_halted{state="x"})', given)).toEqual([
    "hydro_tokens_halted has no label state",
    "none of its series has a label plant",
  ]);
  expect(unknownIn('rate(hydro_readings_total{status="approved"}[5m])', given)).toEqual([
    'hydro_readings_total has no status "approved"',
  ]);
});

describe.each(alerts)("$alert", ({ alert = "", expr, labels, annotations }) => {
  test("says how urgent it is, what is, and what to do", () => {
    expect(["page", "ticket"]).toContain(labels?.severity);
    expect(annotations?.summary).toMatch(/\S{3,}/);
    expect(annotations?.description).toMatch(/\.$/);
    expect(expr).not.toMatch(/or\s+vector/);
  });

  test("links a runbook page that names it and says how to see, decide and mend", () => {
    const [, page] = link.exec(annotations?.runbook_url ?? "") ?? [];
    const file = join(runbooksDir, `${page}.md`);
    expect(existsSync(file), `${annotations?.runbook_url} leads to no page`).toBe(true);
    const text = readFileSync(file, "utf8");
    expect(text).toContain(`\`${alert}\``);
    for (const heading of ["What it means", "See", "Decide", "Mend"]) {
      const [, part] = new RegExp(`^## ${heading}\n\n([\\s\\S]*?)(?=\n## |$(?![\\s\\S]))`, "m").exec(text) ?? [];
      expect(part?.trim().length ?? 0, `${page}.md: ${heading}`).toBeGreaterThan(40);
    }
  });

  test("has unit tests in which it fires, and in which it does not", () => {
    const looks = unitTests.flatMap((unit) =>
      (unit.alert_rule_test ?? []).map((look) => ({ ...look, test: unit.name })),
    );
    const own = looks.filter(({ alertname }) => alertname === alert);
    expect(own.filter(({ exp_alerts }) => exp_alerts.length > 0)).not.toEqual([]);
    // Not merely before it fires in the same test.
    const fires = new Set(own.filter(({ exp_alerts }) => exp_alerts.length > 0).map((look) => look.test));
    expect(own.filter((look) => look.exp_alerts.length === 0 && !fires.has(look.test))).not.toEqual([]);
  });
});

test("every runbook page is somebody's, and the list has them all", () => {
  const linked = new Set(alerts.map(({ annotations }) => link.exec(annotations?.runbook_url ?? "")?.[1]));
  const pages = readdirSync(runbooksDir).filter((name) => name !== "README.md");
  expect(pages.filter((name) => !linked.has(name.replace(".md", "")))).toEqual([]);
  const list = readFileSync(join(runbooksDir, "README.md"), "utf8");
  expect(pages.filter((name) => !list.includes(`(${name})`))).toEqual([]);
  expect(alerts.filter(({ alert }) => !list.includes(`\`${alert}\``))).toEqual([]);
});

test("what runbooks ask Prometheus or /metrics for is there", async () => {
  const series = await knownSeries();
  const names = new Set([...series.keys()].map((name) => name.replace(/_(bucket|sum|count)$/, "")));
  const wrong = readdirSync(runbooksDir).flatMap((page) => {
    const text = readFileSync(join(runbooksDir, page), "utf8");
    const queries = [...text.matchAll(/^```promql\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) =>
      block.trim().split("\n"),
    );
    const unknown = queries.flatMap((query) => unknownIn(query, { series, recorded: recordedNames }));
    const mentioned = [...text.matchAll(/`(hydro_\w+)`/g)].map(([, name = ""]) => name);
    return [...unknown, ...mentioned.filter((name) => !names.has(name))].map((why) => `${page}: ${why}`);
  });
  expect(wrong).toEqual([]);
});

test("the API's paths in runbooks are paths of the API", () => {
  const { paths } = JSON.parse(readFileSync(join(runbooksDir, "../../openapi/openapi.json"), "utf8"));
  const forms = Object.keys(paths).map((path) => new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`));
  const wrong = readdirSync(runbooksDir).flatMap((page) => {
    const text = readFileSync(join(runbooksDir, page), "utf8");
    const named = [...text.matchAll(/(?:\$BASE|GET |PATCH )(\/[\w/-]+)/g)].map(([, path = ""]) => path);
    return named.filter((path) => !forms.some((form) => form.test(path))).map((path) => `${page}: ${path}`);
  });
  expect(wrong).toEqual([]);
});
