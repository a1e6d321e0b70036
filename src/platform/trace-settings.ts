export const samplerNames = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;

export type TraceSettings = {
  /** Takes OTLP over HTTP in protobuf, `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  readonly timeoutMs: number;
  readonly sampler: (typeof samplerNames)[number];
  /** Share of traces that are recorded, 0-1; of samplers by ratio. */
  readonly ratio: number;
  /** Between two exports, ms. */
  readonly delayMs: number;
  readonly attributes: Readonly<Record<string, string>>;
};
