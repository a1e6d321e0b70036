import type { LogPlace } from "../platform/stream-history.ts";

/** Where a reader of a stream stands: what is behind it will not be missed when it comes back. */
export type Position = {
  /** Of the last event that was sent, or was not for this reader. */
  readonly id: number;
  /**
   * When what stands at its number was committed, by PostgreSQL's clock, ms; undefined: not known. A database that was
   * restored counts the same numbers once more, at another time.
   */
  readonly atMs?: number | undefined;
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

/** As clients send it back, `Last-Event-ID`. Without dashes it is a number that rises from event to event. */
export function positionText({ id, atMs, windows }: Position): string {
  const place = atMs === undefined ? String(id) : `${id}.${atMs}`;
  return windows === undefined ? place : `${place}-${windows.fromNo}-${windows.closedAtMs}-${windows.count}`;
}

/** Undefined: it is none of ours. Those of versions before have no time. */
export function parsePosition(text: string): Position | undefined {
  if (!/^\d{1,15}(\.\d{1,15})?(-\d{1,15}-\d{1,15}-\d{1,9})?$/.test(text)) return undefined;
  const [place = "", ...rest] = text.split("-");
  const [id = 0, atMs] = place.split(".").map(Number);
  const [fromNo, closedAtMs = 0, count = 0] = rest.map(Number);
  return { id, atMs, ...(fromNo !== undefined && { windows: { fromNo, closedAtMs, count } }) };
}

/** Without windows. */
export type Reached = Pick<Position, "id" | "atMs">;

export function earlierOf(a: Reached, b: Reached): Reached {
  const { id, atMs } = a.id < b.id || (a.id === b.id && a.atMs !== undefined) ? a : b;
  return { id, atMs };
}

export function laterOf(a: Reached, b: Reached): Reached {
  const { id, atMs } = a.id > b.id || (a.id === b.id && a.atMs !== undefined) ? a : b;
  return { id, atMs };
}

/** Two ids for each number of the stream's log: a reading's own, and its verdict's. */
export const idOf = (no: number, part: 0 | 1 = 0): number => 2 * no + part;
/** The number of an event. */
export const noOf = (id: number): number => Math.floor(id / 2);
/** The number at which a position stands. */
export const placeOf = ({ id, atMs }: Position): LogPlace => ({ no: noOf(id), ...(atMs !== undefined && { atMs }) });
/** Behind all of a number. */
export const positionAt = ({ no, atMs }: LogPlace): Position => ({ id: idOf(no, 1), atMs });
/** The last number of the log of which nothing is missing when this event was the last. */
export const doneBefore = (id: number): number => Math.max(0, Math.floor((id - 1) / 2));

/** The number behind which a reader that stands there has to be read to. */
export function startOf({ id, windows }: Position): number {
  return windows === undefined ? doneBefore(id) : Math.max(0, Math.min(doneBefore(id), windows.fromNo - 1));
}
