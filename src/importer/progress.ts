/** Where progress is shown: a terminal gets one line that changes, anything else a plain line now and then. */
export type Screen = { readonly isTTY?: boolean; write(text: string): unknown };

const barWidth = 30;
const terminalEveryMs = 100;
const plainEveryMs = 10_000;

export class ProgressBar {
  readonly #screen: Screen;
  readonly #total: number;
  readonly #startedMs: number;
  readonly #from: number;
  #shownMs: number;

  /** `from`: rows settled by an earlier run, which say nothing of this run's speed. */
  constructor(screen: Screen, options: { total: number; from: number; nowMs: number }) {
    this.#screen = screen;
    this.#total = options.total;
    this.#from = options.from;
    this.#startedMs = options.nowMs;
    this.#shownMs = screen.isTTY ? Number.NEGATIVE_INFINITY : options.nowMs;
  }

  show(done: number, nowMs: number): void {
    if (nowMs - this.#shownMs < (this.#screen.isTTY ? terminalEveryMs : plainEveryMs)) return;
    this.#shownMs = nowMs;
    this.#write(done, nowMs, this.#screen.isTTY ? "" : "\n");
  }

  /** The last word, on every screen. */
  end(done: number, nowMs: number): void {
    this.#write(done, nowMs, "\n");
  }

  #write(done: number, nowMs: number, after: string): void {
    const line = progressLine({ done, total: this.#total, sinceMs: nowMs - this.#startedMs, from: this.#from });
    this.#screen.write(`${this.#screen.isTTY ? "\r\u001b[K" : ""}${line}${after}`);
  }
}

/** `[######........]  43 %  321 of 744 rows  250 rows/s  2 s left` */
export function progressLine(at: { done: number; total: number; sinceMs: number; from: number }): string {
  const share = at.total === 0 ? 1 : Math.min(1, at.done / at.total);
  const filled = Math.floor(share * barWidth);
  const perS = at.sinceMs > 0 ? ((at.done - at.from) * 1000) / at.sinceMs : 0;
  const left = perS > 0 ? `  ${duration((at.total - at.done) / perS)} left` : "";
  const bar = "#".repeat(filled) + ".".repeat(barWidth - filled);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `[${bar}] ${percent} %  ${at.done} of ${at.total} rows  ${perS.toFixed(0)} rows/s${left}`;
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 90) return `${whole} s`;
  return whole < 5_400 ? `${Math.round(whole / 60)} min` : `${(whole / 3_600).toFixed(1)} h`;
}
