import { Counter, Gauge, Histogram, Registry } from "prom-client";

/**
 * What a label may say: the values it has, or where there are too many to list, their form. Never text that a client
 * sends: a label's values are known when the gateway is built.
 */
export type LabelValues = readonly string[] | { readonly form: RegExp; readonly words: string };

/** Label names with what they may say. */
export type Labels = Readonly<Record<string, LabelValues>>;

/** A metric as `docs/metrics.md` lists it. */
export type Definition<L extends Labels = Labels> = {
  readonly name: string;
  readonly help: string;
  readonly labels?: L;
};

export type Listed = Definition & { readonly type: "counter" | "gauge" | "histogram" };

type NameOf<L extends Labels> = Extract<keyof L, string>;

/** Series that are made at once, so that a rate counts from the first increment; more only as they occur. */
const mostAtOnce = 100;

/** Makes metrics of one registry and keeps the list of them. */
export class MetricMaker {
  readonly registry = new Registry();
  readonly list: Listed[] = [];

  counter<const L extends Labels = Readonly<Record<never, never>>>(definition: Definition<L>): Counter<NameOf<L>> {
    this.list.push({ ...definition, type: "counter" });
    const counter = new Counter(this.#settings(definition));
    for (const labels of everyCombination(definition.labels ?? {})) counter.inc(labels as never, 0);
    return counter;
  }

  /** Starts without a value: what was not looked at yet is left out, not 0. */
  gauge<const L extends Labels = Readonly<Record<never, never>>>(definition: Definition<L>): Gauge<NameOf<L>> {
    this.list.push({ ...definition, type: "gauge" });
    const gauge = new Gauge(this.#settings(definition));
    forget(gauge);
    return gauge;
  }

  /** A gauge that this process counts up and down: 0 at the start. */
  tally<const L extends Labels = Readonly<Record<never, never>>>(definition: Definition<L>): Gauge<NameOf<L>> {
    const gauge = this.gauge(definition);
    for (const labels of everyCombination(definition.labels ?? {})) gauge.set(labels as never, 0);
    return gauge;
  }

  histogram<const L extends Labels = Readonly<Record<never, never>>>(
    definition: Definition<L> & { readonly buckets: readonly number[] },
  ): Histogram<NameOf<L>> {
    const { buckets, ...rest } = definition;
    this.list.push({ ...rest, type: "histogram" });
    const histogram = new Histogram({ ...this.#settings(rest), buckets: [...buckets] });
    for (const labels of everyCombination(definition.labels ?? {})) histogram.zero(labels as never);
    return histogram;
  }

  #settings<L extends Labels>({ name, help, labels }: Definition<L>) {
    return { name, help, labelNames: Object.keys(labels ?? {}) as NameOf<L>[], registers: [this.registry] };
  }
}

/** Takes a gauge's series away: what is not known is not shown. */
export function forget(gauge: Gauge<string>): void {
  gauge.reset();
  // One without labels is 0 after a reset.
  if ((gauge as unknown as { readonly labelNames: readonly string[] }).labelNames.length === 0) gauge.remove();
}

/** All series that the labels allow; none where a label has a form only, or there are too many. */
function everyCombination(labels: Labels): Record<string, string>[] {
  let all: Record<string, string>[] = [{}];
  for (const [name, values] of Object.entries(labels)) {
    if (!Array.isArray(values)) return [];
    all = all.flatMap((labels) => values.map((value: string) => ({ ...labels, [name]: value })));
  }
  return all.length > mostAtOnce ? [] : all;
}

export const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
