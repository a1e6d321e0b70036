/**
 * What others measured around a plant, as a hint to the environmental layer. It stands in the record, so that whoever
 * replays needs no weather service and no gauge.
 */

export const contextKinds = ["river_flow_m3s", "air_temperature_mean_c"] as const;
export type ContextKind = (typeof contextKinds)[number];

export type Observation = {
  readonly kind: ContextKind;
  readonly value: number;
  /** Who says so: `gauge:STATION`, `weather:HOST`. */
  readonly source: string;
  /** End of what it is of, ms since the epoch. */
  readonly observedAtMs: number;
  /** SHA-256, hex, of the bytes that it was taken from: the table that was sent, the service's answer. */
  readonly sha256: string;
};
