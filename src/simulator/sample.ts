import type { PlantEvent } from "./machine.ts";

/** What an instrument or the network did that is no fault of the operator. */
export type InstrumentEvent = "stuck-flow-meter" | "flow-meter-repaired" | "lost" | "network-outage";
export type HonestEvent = PlantEvent | InstrumentEvent;

/** What a plant's instruments showed for one interval, before it is put into a reading. A cheat changes these. */
export type Sample = {
  readonly endMs: number;
  readonly intervalS: number;
  /** When the gateway receives it, ms. */
  readonly sentAtMs: number;
  readonly flowM3s: number;
  readonly powerKw: number;
  /** Energy of the interval by the main meter, whole Wh. */
  readonly exportWh: number;
  readonly importWh: number;
  readonly headM: number | undefined;
  readonly spillM3s: number | undefined;
  readonly reservoirLevelM: number | undefined;
  readonly tailwaterLevelM: number | undefined;
  readonly gatePct: number | undefined;
  readonly temperatureC: number | undefined;
  /** False: measured, but never sent. Its energy still is in the registers. */
  readonly sent: boolean;
  /** Registers move by this on top of the interval's energy, whole Wh. */
  readonly registerShiftWh: number;
  readonly event: HonestEvent | undefined;
  /** Name of the cheat that made or changed this sample; "honest" if none did. */
  readonly truth: string;
};
