import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The dashboards as Grafana gets them. */

export const grafanaDir = fileURLToPath(new URL("../../grafana/", import.meta.url));

export type Target = {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
  readonly instant: boolean;
  readonly range: boolean;
  readonly datasource: { readonly type: string; readonly uid: string };
};
export type Panel = {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly links?: readonly { readonly url: string }[];
  readonly fieldConfig: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly Target[];
};
export type Variable = {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly query: string | { readonly query: string };
  readonly multi?: boolean;
  readonly allValue?: string;
  readonly refresh?: number;
  readonly datasource?: { readonly uid: string };
};
export type DashboardFile = {
  readonly file: string;
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly editable: boolean;
  readonly tags: readonly string[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
  readonly links: readonly { readonly type: string; readonly url: string; readonly tags: readonly string[] }[];
  readonly panels: readonly Panel[];
};

export const dashboardFiles: readonly DashboardFile[] = readdirSync(join(grafanaDir, "dashboards"))
  .filter((name) => name.endsWith(".json"))
  .sort()
  .map((file) => ({ file, ...JSON.parse(readFileSync(join(grafanaDir, "dashboards", file), "utf8")) }));

/** Panels that ask for something, rows left out. */
export const panelsOf = (dashboard: DashboardFile): readonly Panel[] =>
  dashboard.panels.filter(({ type }) => type !== "row");

/** A target's name in messages: dashboard, panel, place. */
export const nameOf = (
  dashboard: { readonly title: string },
  panel: { readonly title: string },
  refId: string,
): string => `${dashboard.title} > ${panel.title} > ${refId}`;
