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
  const day = Math.floor(ms / dayMs);
  if (day !== lastDay.day) {
    const text = new Date(ms).toISOString();
    // Years beyond four digits are written with more.
    if (text.length === 24) lastDay = { day, text: text.slice(0, 11) };
    return text;
  }
  if (!Number.isInteger(ms)) return new Date(ms).toISOString();
  const rest = ms - day * dayMs;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${lastDay.text}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}.${three(rest % 1000)}Z`;
}

const dayMs = 86_400_000;

/** Of the time that was written last: the next is nearly always of the same day. */
let lastDay = { day: Number.NaN, text: "" };

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);
const three = (value: number): string => (value < 100 ? `0${two(value)}` : `${value}`);

/** How long after it was made a device's signature is taken, ms: the buffer of a device that was cut off. */
export const deviceLateMs = 7 * 86_400_000;

/** How far a device's clock may run ahead of the gateway's, ms. */
export const deviceAheadMs = 5 * 60_000;
