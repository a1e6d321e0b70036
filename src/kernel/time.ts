/** The wall clock, handed in: the core never asks the time itself. */
export type Clock = {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
};

/** Cryptographic randomness, handed in. */
export type Randomness = {
  bytes(length: number): Uint8Array;
};

/** RFC 3339 in UTC with milliseconds: the one form of an instant in records and answers. */
export function isoFromMs(ms: number): string {
  return new Date(ms).toISOString();
}

/** How long after it was made a device's signature is taken, ms: the buffer of a device that was cut off. */
export const deviceLateMs = 7 * 86_400_000;

/** How far a device's clock may run ahead of the gateway's, ms. */
export const deviceAheadMs = 5 * 60_000;
