import { resolutionWh } from "../hydropower/energy.ts";

/** What a register showed, and when. */
export type Shown = { readonly endMs: number; readonly exportWh: bigint | null };

/** A rise of fewer steps than these says nothing: two units that run alike may show it by chance. */
const leastSteps = 100_000n;
/** Instants at which both were read. */
const leastInstants = 24;
/** Steps by which two devices may show one register apart: each rounds it, or reads it a moment later. */
const stepsApart = 2n;

/**
 * Whether two registers rise as one: at every instant at which both were read they have risen by the same, to two of their steps in
 * more than a hundred thousand. Two meters never do that: their own errors lie a hundred times further apart, and so do two
 * units under one governor. Two devices that read one meter do, and so does one meter that is registered twice.
 */
export class RegisterPair {
  #start: bigint | undefined;
  #firstWh = 0n;
  #riseWh = 0n;
  #leastWh = 0n;
  #mostWh = 0n;
  #stepWh: bigint | undefined;
  #instants = 0;

  /** Both at one instant, in the order of time. */
  add(leftWh: bigint, rightWh: bigint): void {
    const apart = leftWh - rightWh;
    if (this.#start === undefined) [this.#start, this.#firstWh] = [apart, leftWh];
    const moved = apart - this.#start;
    if (moved < this.#leastWh) this.#leastWh = moved;
    if (moved > this.#mostWh) this.#mostWh = moved;
    this.#riseWh = leftWh - this.#firstWh;
    this.#stepWh = resolutionWh(leftWh, rightWh, this.#stepWh ?? leftWh);
    this.#instants++;
  }

  get isOne(): boolean {
    const step = this.#stepWh ?? 1n;
    if (this.#instants < leastInstants || this.#riseWh < leastSteps * step) return false;
    return this.#mostWh - this.#leastWh <= stepsApart * step;
  }
}

/** Whether two registers, each page by page in the order of time, rise as one. */
export async function riseAsOne(
  left: AsyncIterable<readonly Shown[]>,
  right: AsyncIterable<readonly Shown[]>,
): Promise<boolean> {
  const pair = new RegisterPair();
  const others = rowsOf(right);
  let other = await others.next();
  for await (const row of rowsOf(left)) {
    while (other.done !== true && other.value.endMs < row.endMs) other = await others.next();
    if (other.done === true) break;
    const [leftWh, rightWh] = [row.exportWh, other.value.exportWh];
    if (other.value.endMs === row.endMs && leftWh !== null && rightWh !== null) pair.add(leftWh, rightWh);
  }
  await others.return(undefined);
  return pair.isOne;
}

async function* rowsOf(pages: AsyncIterable<readonly Shown[]>): AsyncGenerator<Shown, undefined> {
  for await (const page of pages) yield* page;
}
