import type { Device, Plant } from "../../src/hydropower/plant.ts";
import type { Reading } from "../../src/hydropower/reading.ts";

/** A reading as the gateway receives it. */
export type Arrival = { readonly reading: Reading; readonly receivedAtMs: number };

/** What a detector says when a reading arrives. */
export type Judged = {
  /** Of this reading, at once. "REFUSED": the gateway does not take it (a 409), so it earns nothing. */
  readonly status: "APPROVED" | "FLAGGED" | "REJECTED" | "REFUSED";
  /** Only its order counts: higher is more suspicious. */
  readonly suspicion: number;
  /** Re-opens for review all earlier readings that end after the one and not after the other, ms. */
  readonly reopens?: { readonly afterMs: number; readonly toMs: number } | undefined;
};

/** One run over readings in the order of their receipt. */
export type Watch = {
  judge(arrival: Arrival): Judged;
  /** For what judges whole days: called after a local day's last reading; flagged re-opens all of the day. */
  endDay?(): DayJudged;
};

export type DayJudged = { readonly suspicion: number; readonly flagged: boolean };

/** A plant with its learning time, which is honest and over before anything is judged. */
export type Lesson = {
  readonly plant: Plant;
  readonly device: Device;
  /** The plant's local day of a reading, by the end of its interval. */
  readonly dayOf: (endMs: number) => number;
  readonly history: readonly Arrival[];
};

/** Something that is benched. */
export type Detector = {
  readonly name: string;
  /**
   * Learns from the history, where all thresholds must be fixed. What comes back starts any number of
   * watches, each going on from the end of the history.
   */
  readonly learn: (lesson: Lesson) => () => Watch;
  /** A day's suspicion from those of its readings, for the area under the curve; unused with `endDay`. */
  readonly daySuspicion: (suspicions: readonly number[]) => number;
};
