/** Bytes of messages that one session holds before it stops reading. */
const mostBytes = 16_777_216;

/** What a session holds of messages without an outcome; beyond a bound its connection is not read on. */
export class Inflow {
  readonly #most: number;
  readonly #held: (() => void)[] = [];
  #messages = 0;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get isEmpty(): boolean {
    return this.#messages === 0;
  }

  take(bytes: number): void {
    this.#messages++;
    this.#bytes += bytes;
  }

  give(bytes: number): void {
    this.#messages--;
    this.#bytes -= bytes;
    while (this.#held.length > 0 && this.#hasRoom()) this.#held.shift()?.();
  }

  /** `readOn` is called now, or as soon as there is room. */
  whenRoom(readOn: () => void): void {
    if (this.#hasRoom()) readOn();
    else this.#held.push(readOn);
  }

  #hasRoom(): boolean {
    return this.#messages < this.#most && this.#bytes < mostBytes;
  }
}
