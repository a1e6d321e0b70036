/** Where a reader of a stream stands: what is behind it will not be missed when it comes back. */
export type Position = {
  /** Of the last event that was sent, or was not for this reader. */
  readonly id: number;
  /** Of a stream of windows that are not full yet; see stream-windows.ts. */
  readonly windows?: {
    /** The first number of the stream's log of which something is in a window that is still open. */
    readonly fromNo: number;
    /** When the last window that was told fell due, ms; 0: none was. */
    readonly closedAtMs: number;
    /** How many that fell due then were told. */
    readonly count: number;
  };
};

/** As clients send it back, `Last-Event-ID`. */
export function positionText({ id, windows }: Position): string {
  return windows === undefined ? String(id) : `${id}-${windows.fromNo}-${windows.closedAtMs}-${windows.count}`;
}

/** Undefined: it is none of ours. */
export function parsePosition(text: string): Position | undefined {
  if (!/^\d{1,15}(-\d{1,15}-\d{1,15}-\d{1,9})?$/.test(text)) return undefined;
  const [id = 0, fromNo, closedAtMs = 0, count = 0] = text.split("-").map(Number);
  return fromNo === undefined ? { id } : { id, windows: { fromNo, closedAtMs, count } };
}

/** Two ids for each number of the stream's log: a reading's own, and its verdict's. */
export const idOf = (no: number, part: 0 | 1 = 0): number => 2 * no + part;
/** The number of an event. */
export const noOf = (id: number): number => Math.floor(id / 2);
/** The last number of the log of which nothing is missing when this event was the last. */
export const doneBefore = (id: number): number => Math.max(0, Math.floor((id - 1) / 2));

/** The number behind which a reader that stands there has to be read to. */
export function startOf({ id, windows }: Position): number {
  return windows === undefined ? doneBefore(id) : Math.max(0, Math.min(doneBefore(id), windows.fromNo - 1));
}
