/**
 * PromQL as the dashboards say it. Each selector takes the variables of the dashboard, and rates the interval that Grafana
 * works out from the resolution and how often Prometheus scrapes.
 */

const scope = 'job=~"$job", instance=~"$instance"';

/** A series of the chosen gateways as it is now. `matchers` as in PromQL: `status="FLAGGED"`. */
export const now = (name: string, matchers?: string): string =>
  `${name}{${scope}${matchers === undefined ? "" : `, ${matchers}`}}`;

/** A figure that recording rules keep for all gateways of a job together. */
export const recorded = (name: string): string => `${name}{job=~"$job"}`;

/** Increments a second of a counter. */
export const rate = (counter: string, matchers?: string): string => `rate(${now(counter, matchers)}[$__rate_interval])`;

/** Increments over the time that the dashboard shows; for panels of one value. */
export const increase = (counter: string, matchers?: string): string => `increase(${now(counter, matchers)}[$__range])`;

export const sum = (expression: string, ...labels: readonly string[]): string => aggregated("sum", expression, labels);

/** Of figures that each gateway of a database reports alike. */
export const max = (expression: string, ...labels: readonly string[]): string => aggregated("max", expression, labels);
export const min = (expression: string, ...labels: readonly string[]): string => aggregated("min", expression, labels);

function aggregated(how: string, expression: string, labels: readonly string[]): string {
  return labels.length === 0 ? `${how}(${expression})` : `${how} by (${labels.join(", ")}) (${expression})`;
}

/** A quantile of a histogram, 0-1. */
export const quantile = (q: number, histogram: string, ...labels: readonly string[]): string =>
  `histogram_quantile(${q}, ${sum(rate(`${histogram}_bucket`), ...labels, "le")})`;

/** Mean of a histogram. */
export const mean = (histogram: string): string =>
  `${sum(rate(`${histogram}_sum`))} / ${sum(rate(`${histogram}_count`))}`;
