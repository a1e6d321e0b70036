import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { dashboards } from "../../grafana/source/dashboards.ts";
import { dashboardJson } from "../../grafana/source/panels.ts";
import { recordedNames, runbooksDir } from "../deploy/rules.ts";
import { knownSeries, unknownIn, type Vocabulary } from "../support/known-series.ts";
import { readQuery } from "../support/promql.ts";
import { type DashboardFile, dashboardFiles, grafanaDir, nameOf, panelsOf } from "./files.ts";

/** The rules of Grafana's dashboard-linter, and that queries ask for what a gateway has. */

const everyTarget = (dashboard: DashboardFile) =>
  panelsOf(dashboard).flatMap((panel) => (panel.targets ?? []).map((target) => ({ panel, target })));

const isOfAllGateways = (name: string) => recordedNames.has(name) || name === "ALERTS";

function unknownOf(dashboard: DashboardFile, vocabulary: Vocabulary): string[] {
  return everyTarget(dashboard).flatMap(({ panel, target }) =>
    unknownIn(target.expr, vocabulary, target.legendFormat).map(
      (why) => `${nameOf(dashboard, panel, target.refId)}: ${why}`,
    ),
  );
}

test("there are five, each what its source makes (npm run dashboards writes them anew)", () => {
  expect(dashboardFiles.map(({ uid }) => uid).sort()).toEqual(dashboards.map(({ uid }) => uid).sort());
  expect(dashboardFiles).toHaveLength(5);
  for (const { file, ...written } of dashboardFiles) {
    const source = dashboards.find(({ uid }) => uid === written.uid);
    expect(source && JSON.parse(JSON.stringify(dashboardJson(source))), file).toEqual(written);
  }
});

test("a renamed metric, a label that is gone and a value that never is are named, with dashboard and panel", async () => {
  const series = new Map(await knownSeries());
  series.delete("hydro_plants");
  const found = dashboardFiles.flatMap((dashboard) => unknownOf(dashboard, { series, recorded: recordedNames }));
  expect(found).toContain("Hydro MRV / Plant fleet > Late > A: no gateway has a metric hydro_plants");
  series.set("hydro_plants", { type: "gauge", labels: { freshness: ["reporting"] } });
  const [dashboard] = dashboardFiles.filter(({ uid }) => uid === "hydro-fleet") as [DashboardFile];
  expect(unknownOf(dashboard, { series, recorded: recordedNames })).toEqual([
    'Hydro MRV / Plant fleet > Late > A: hydro_plants has no freshness "late"',
    'Hydro MRV / Plant fleet > Silent > A: hydro_plants has no freshness "silent"',
  ]);
});

describe.each(dashboardFiles)("$title", (dashboard) => {
  const targets = everyTarget(dashboard);
  const where = ({ panel, target }: (typeof targets)[number]) => nameOf(dashboard, panel, target.refId);
  /** Names of the targets that break a rule. */
  const breaking = (isBroken: (target: (typeof targets)[number]) => boolean) => targets.filter(isBroken).map(where);

  test("has a fixed uid, says what it is for, and is not edited in the browser", () => {
    expect(dashboard.uid).toMatch(/^hydro-[a-z]+$/);
    expect(dashboard).not.toHaveProperty("id");
    expect(dashboard.editable).toBe(false);
    expect(dashboard.description.length).toBeGreaterThan(40);
  });

  test("lets its reader choose data source, jobs and instances", () => {
    const variable = (name: string) => dashboard.templating.list.find((one) => one.name === name);
    expect(variable("datasource")).toMatchObject({ type: "datasource", query: "prometheus", label: "Data source" });
    for (const [name, label] of [
      ["job", "Job"],
      ["instance", "Instance"],
    ] as const) {
      expect(variable(name)).toMatchObject({
        ...{ type: "query", label, multi: true, allValue: ".+", refresh: 2 },
        datasource: { uid: "$datasource" },
      });
    }
  });

  test("gives every panel a title, a description, a unit, the chosen data source and a query", () => {
    const poor = panelsOf(dashboard).filter(
      ({ title, description = "", fieldConfig, datasource, targets = [] }) =>
        title.length < 3 ||
        !/^[A-Z0-9].{20,}\.$/.test(description) ||
        !fieldConfig.defaults.unit ||
        datasource?.uid !== "$datasource" ||
        targets.length === 0 ||
        targets.some(({ expr, datasource: own }) => expr.trim() === "" || own.uid !== "$datasource"),
    );
    expect(poor.map(({ title }) => title)).toEqual([]);
    expect(panelsOf(dashboard).length).toBeGreaterThan(8);
    const titles = panelsOf(dashboard).map(({ title }) => title);
    expect(new Set(titles).size, "titles name panels").toBe(titles.length);
  });

  test("keeps its panels apart and within the grid", () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const overlap = panels.flatMap((a, i) =>
      panels.slice(i + 1).flatMap((b) => {
        const [p, q] = [a.gridPos, b.gridPos];
        const isApart = p.x + p.w <= q.x || q.x + q.w <= p.x || p.y + p.h <= q.y || q.y + q.h <= p.y;
        return isApart ? [] : [`${a.title} / ${b.title}`];
      }),
    );
    expect(overlap).toEqual([]);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });

  test("asks for the chosen gateways in every selector", () => {
    const has = (matchers: ReturnType<typeof readQuery>["selectors"][number]["matchers"], label: string) =>
      matchers.some((one) => one.label === label && one.op === "=~" && one.value === `$${label}`);
    const broken = breaking(({ target }) =>
      readQuery(target.expr).selectors.some(
        ({ name, matchers }) => !has(matchers, "job") || (!isOfAllGateways(name) && !has(matchers, "instance")),
      ),
    );
    expect(broken).toEqual([]);
  });

  test("takes rates over $__rate_interval, and sums over the time shown in panels of one value alone", () => {
    const broken = breaking(({ target }) =>
      readQuery(target.expr).selectors.some(
        ({ range }) =>
          range !== undefined &&
          range !== (target.instant && /increase/.test(target.expr) ? "$__range" : "$__rate_interval"),
      ),
    );
    expect(broken).toEqual([]);
  });

  test("shows counters as rates or increases, and buckets by quantile or as a heatmap", async () => {
    const series = await knownSeries();
    const broken = breaking(({ target, panel }) =>
      readQuery(target.expr).selectors.some(({ name, within }) => {
        const type = series.get(name)?.type;
        if (type !== "counter" && type !== "bucket") return false;
        if (type === "bucket" && panel.type !== "heatmap" && !target.expr.includes("histogram_quantile")) return true;
        return within !== "rate" && within !== "increase";
      }),
    );
    expect(broken).toEqual([]);
  });

  test("hides no missing series behind a made-up zero", () => {
    expect(breaking(({ target }) => /\bor\s+(on\s*\([^)]*\)\s*)?vector\b/.test(target.expr))).toEqual([]);
  });

  test("asks only for metrics and labels that a gateway has", async () => {
    expect(unknownOf(dashboard, { series: await knownSeries(), recorded: recordedNames })).toEqual([]);
  });

  test("leads to the other dashboards and to runbook pages that are there", () => {
    expect(dashboard.tags).toContain("hydro-mrv-gateway");
    expect(dashboard.links.find(({ type }) => type === "dashboards")?.tags).toEqual(["hydro-mrv-gateway"]);
    const pages = [...dashboard.links, ...panelsOf(dashboard).flatMap(({ links = [] }) => links)]
      .map(({ url }) => url)
      .filter((url) => url !== "");
    expect(pages.length).toBeGreaterThan(1);
    const gone = pages.filter((url) => !existsSync(join(runbooksDir, url.replace(/^\$runbooks\//, ""))));
    expect(gone).toEqual([]);
  });
});

test("queries that may stay the same say why", () => {
  const reasons = dashboards.flatMap(({ rows }) =>
    rows.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries.flatMap(({ steady }) => steady ?? []))),
  );
  for (const reason of reasons) expect(reason).toMatch(/\w+ \w+/);
  expect(reasons.length, "few: a query that never changes shows nothing").toBeLessThan(15);
});

test("provisioning gives them a data source, a folder, and no way to be changed in the browser", () => {
  const read = (path: string) => parse(readFileSync(join(grafanaDir, "provisioning", path), "utf8"));
  expect(read("datasources/prometheus.yml").datasources[0]).toMatchObject({ type: "prometheus", editable: false });
  expect(read("dashboards/hydro.yml").providers[0]).toMatchObject({
    ...{ folderUid: "hydro-mrv-gateway", allowUiUpdates: false, disableDeletion: true },
  });
});
