/** What gauges show that has to be asked for: of PostgreSQL, the mirror, the disk. */
export type Measurement = {
  /** Names it in the log. */
  readonly name: string;
  /** Asks, and sets the gauges. */
  readonly read: () => Promise<void> | void;
  /** Takes away what the gauges show. */
  readonly forget: () => void;
  /** How long an answer is good, ms; {@link usuallyKeptMs} if absent. */
  readonly keptMs?: number;
};

const usuallyKeptMs = 5_000;
/** How long a scrape waits for answers, ms: Prometheus itself waits 10 s. */
const patienceMs = 2_000;
/** What could not be asked again for so long is not shown any more, ms. */
const shownMs = 60_000;

type State = {
  readonly measurement: Measurement;
  running: Promise<void> | undefined;
  /** When to ask again, and when it was last answered; of this process's own clock. */
  dueAtMs: number;
  answeredAtMs: number;
  hasFailed: boolean;
};

export type MeasurementFailure = { readonly measurement: string; readonly error: unknown };

/**
 * Asks when somebody scrapes, and not more often than an answer is good: nobody's dashboards cost nothing, and several
 * scrapes at once ask once. One that fails takes its own gauges away and no others'.
 */
export class Measurements {
  readonly #states: State[] = [];
  readonly #patienceMs: number;
  /** Told when a measurement begins to fail. */
  onFailure: (failure: MeasurementFailure) => void = () => undefined;

  constructor(options: { readonly patienceMs?: number } = {}) {
    this.#patienceMs = options.patienceMs ?? patienceMs;
  }

  add(...measurements: readonly Measurement[]): void {
    for (const measurement of measurements) {
      this.#states.push({ measurement, running: undefined, dueAtMs: 0, answeredAtMs: 0, hasFailed: false });
    }
  }

  /** Resolves when all that is due was asked, or does not answer soon. Never rejects. */
  async refresh(): Promise<void> {
    const nowMs = performance.now();
    for (const state of this.#states) if (state.dueAtMs <= nowMs) state.running ??= this.#run(state);
    const running = this.#states.flatMap(({ running }) => running ?? []);
    if (running.length > 0) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, this.#patienceMs);
      });
      await Promise.race([Promise.all(running), late]);
      clearTimeout(timer);
    }
    const shownSinceMs = performance.now() - shownMs;
    for (const { running, answeredAtMs, measurement } of this.#states) {
      // One that hangs shows its last answer for a while.
      if (running !== undefined && answeredAtMs < shownSinceMs) measurement.forget();
    }
  }

  async #run(state: State): Promise<void> {
    const { measurement } = state;
    try {
      await measurement.read();
      state.answeredAtMs = performance.now();
      state.hasFailed = false;
    } catch (error) {
      measurement.forget();
      if (!state.hasFailed) this.onFailure({ measurement: measurement.name, error });
      state.hasFailed = true;
    }
    state.dueAtMs = performance.now() + (measurement.keptMs ?? usuallyKeptMs);
    state.running = undefined;
  }
}
