/** Dashboards as code: what a dashboard of ours may have, and how Grafana wants it written (schema 39, Grafana 11 and later). */

/** Units as Grafana names them. */
export type Unit =
  | "short"
  | "none"
  | "percentunit"
  | "s"
  | "bytes"
  | "reqps"
  | "ops"
  | "cps"
  | "d"
  | "dateTimeFromNow"
  | "bool_yes_no";

export type Query = {
  readonly expr: string;
  /** `{{label}}`, or words. */
  readonly legend: string;
  /** Why it may rightly show the same under any load. */
  readonly steady?: string;
};

export type Threshold = {
  readonly value: number | null;
  readonly color: "green" | "yellow" | "orange" | "red" | "blue";
};

type PanelOf<Kind extends string> = {
  readonly kind: Kind;
  readonly title: string;
  /** What it shows, and what to make of it. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  readonly thresholds?: readonly Threshold[];
  readonly min?: number;
  readonly max?: number;
  /** Page of docs/runbooks. */
  readonly runbook?: string;
};

/** `lines` over time, `stacked` areas; `value`: the newest figure of each query; `bars` of a value each; `heatmap` of a histogram's buckets. */
export type Panel = PanelOf<"lines" | "stacked" | "value" | "bars" | "heatmap">;

export type Row = { readonly title: string; readonly panels: readonly Panel[] };

export type Dashboard = {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly Row[];
};

const datasource = { type: "prometheus", uid: "$datasource" };

/** Where the runbooks are for whoever looks; a variable of the dashboard, since every installation keeps its own copy. */
const runbooks = "$runbooks";

const gridColumns = 24;
const sizes = {
  value: { w: 4, h: 4 },
  bars: { w: 8, h: 8 },
  lines: { w: 8, h: 8 },
  stacked: { w: 8, h: 8 },
  heatmap: { w: 8, h: 8 },
} as const;

/** @returns the dashboard as Grafana's JSON model */
export function dashboardJson({ uid, title, description, rows }: Dashboard): object {
  return {
    uid,
    title,
    description,
    tags: ["hydro-mrv-gateway"],
    schemaVersion: 39,
    version: 1,
    editable: false,
    graphTooltip: 1,
    refresh: "30s",
    time: { from: "now-6h", to: "now" },
    timezone: "",
    templating: { list: variables() },
    annotations: { list: [firing()] },
    links: [
      {
        ...{ type: "dashboards", title: "Hydro MRV Gateway", tags: ["hydro-mrv-gateway"], asDropdown: true },
        ...{ includeVars: true, keepTime: true, targetBlank: false, icon: "external link", tooltip: "", url: "" },
      },
      {
        ...{
          type: "link",
          title: "Runbooks",
          url: `${runbooks}/README.md`,
          icon: "doc",
          tooltip: "What to do when an alert fires",
        },
        ...{ asDropdown: false, includeVars: false, keepTime: false, targetBlank: true, tags: [] },
      },
    ],
    panels: laidOut(rows),
  };
}

function variables(): object[] {
  const query = (name: string, label: string, of: string) => ({
    ...{ name, label, type: "query", datasource, hide: 0, skipUrlSync: false },
    ...{ query: { query: of, refId: name }, definition: of, regex: "", sort: 1, refresh: 2 },
    ...{ multi: true, includeAll: true, allValue: ".+", current: { selected: true, text: ["All"], value: ["$__all"] } },
  });
  return [
    {
      ...{ name: "datasource", label: "Data source", type: "datasource", query: "prometheus", regex: "", hide: 0 },
      ...{ multi: false, includeAll: false, refresh: 1, skipUrlSync: false, current: {} },
    },
    query("job", "Job", "label_values(hydro_build_info, job)"),
    query("instance", "Instance", 'label_values(hydro_build_info{job=~"$job"}, instance)'),
    {
      ...{ name: "runbooks", label: "Runbooks", type: "constant", hide: 2, skipUrlSync: true },
      query: "https://docs.example.org/hydro-mrv-gateway/runbooks",
    },
  ];
}

/** Alerts that fire, as red marks on every panel. */
function firing(): object {
  return {
    ...{ name: "Alerts", datasource, enable: true, hide: false, iconColor: "red" },
    expr: 'ALERTS{job=~"$job", alertstate="firing", severity=~"page|ticket"}',
    ...{ titleFormat: "{{alertname}}", textFormat: "{{severity}}", tagKeys: "alertname,severity", step: "60s" },
  };
}

function laidOut(rows: readonly Row[]): object[] {
  const panels: object[] = [];
  let y = 0;
  let id = 0;
  for (const row of rows) {
    panels.push({
      id: ++id,
      type: "row",
      title: row.title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: gridColumns, h: 1 },
    });
    y += 1;
    let x = 0;
    let high = 0;
    for (const panel of row.panels) {
      const { w, h } = sizes[panel.kind];
      if (x + w > gridColumns) {
        y += high;
        x = 0;
        high = 0;
      }
      panels.push(panelJson(panel, { id: ++id, gridPos: { x, y, w, h } }));
      x += w;
      high = Math.max(high, h);
    }
    y += high;
  }
  return panels;
}

const types = {
  lines: "timeseries",
  stacked: "timeseries",
  value: "stat",
  bars: "bargauge",
  heatmap: "heatmap",
} as const;

function panelJson(panel: Panel, place: { readonly id: number; readonly gridPos: object }): object {
  const { kind, title, description, unit, queries, thresholds, runbook } = panel;
  const isNow = kind === "value" || kind === "bars";
  return {
    ...place,
    type: types[kind],
    title,
    description,
    datasource,
    ...(runbook !== undefined && {
      links: [{ title: "Runbook", url: `${runbooks}/${runbook}.md`, targetBlank: true }],
    }),
    fieldConfig: {
      defaults: {
        unit,
        ...(panel.min !== undefined && { min: panel.min }),
        ...(panel.max !== undefined && { max: panel.max }),
        color: { mode: thresholds === undefined || !isNow ? "palette-classic" : "thresholds" },
        thresholds: { mode: "absolute", steps: thresholds ?? [{ value: null, color: "green" }] },
        ...((kind === "lines" || kind === "stacked") && { custom: curve(kind) }),
      },
      overrides: [],
    },
    options: optionsOf(kind),
    targets: queries.map(({ expr, legend }, i) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + i),
      datasource,
      expr,
      legendFormat: legend,
      ...(isNow ? { instant: true, range: false } : { instant: false, range: true }),
      ...(kind === "heatmap" && { format: "heatmap" }),
    })),
  };
}

function curve(kind: "lines" | "stacked"): object {
  const isStacked = kind === "stacked";
  return {
    ...{ drawStyle: "line", lineInterpolation: "linear", lineWidth: 1, showPoints: "never", spanNulls: false },
    fillOpacity: isStacked ? 40 : 10,
    stacking: { mode: isStacked ? "normal" : "none", group: "A" },
  };
}

function optionsOf(kind: Panel["kind"]): object {
  const reduceOptions = { calcs: ["lastNotNull"], fields: "", values: false };
  switch (kind) {
    case "value":
      return {
        reduceOptions,
        colorMode: "value",
        graphMode: "none",
        justifyMode: "auto",
        orientation: "auto",
        textMode: "auto",
      };
    case "bars":
      return { reduceOptions, displayMode: "basic", orientation: "horizontal", showUnfilled: true };
    case "heatmap":
      return {
        ...{ calculate: false, cellGap: 1, yAxis: { axisPlacement: "left" }, legend: { show: true } },
        ...{ color: { mode: "scheme", scheme: "Blues", steps: 32 }, tooltip: { mode: "single", yHistogram: false } },
      };
    case "lines":
    case "stacked":
      return {
        legend: { displayMode: "table", placement: "bottom", calcs: ["mean", "lastNotNull"], showLegend: true },
        tooltip: { mode: "multi", sort: "desc" },
      };
  }
}
