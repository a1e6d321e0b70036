import type { Log } from "./log.ts";

/** Sleeps, but wakes when `signal` aborts. Never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}

export type Loop = {
  /** Runs the next pass without waiting for the interval. */
  wake(): void;
  /** Lets the running pass end, then stops. */
  stop(): Promise<void>;
};

/** Whoever wakes a loop with each reading does not have it fail, and say so, with each. */
const restAfterFailureMs = 1_000;

/**
 * Runs `runOnce` again and again: at once while it says there is more to do, else after `idleMs` or a
 * wake-up. Never two passes at a time; a pass that throws is logged and tried again after `idleMs`, or when woken, but not
 * within a second.
 */
export function startLoop(
  name: string,
  log: Log,
  idleMs: number,
  runOnce: (signal: AbortSignal) => Promise<"more" | "idle">,
): Loop {
  const stopping = new AbortController();
  let nap = new AbortController();
  let woken = false;
  const run = async () => {
    while (!stopping.signal.aborted) {
      woken = false;
      const next = await runOnce(stopping.signal).catch((error: unknown) => {
        if (!stopping.signal.aborted) log.error({ err: error, loop: name }, "a pass failed and will be tried again");
        return "failed" as const;
      });
      const restMs = next === "failed" ? Math.min(idleMs, restAfterFailureMs) : 0;
      await pause(restMs, stopping.signal);
      if (next === "more" || woken) continue;
      nap = new AbortController();
      if (!stopping.signal.aborted) await pause(idleMs - restMs, nap.signal);
    }
  };
  const ended = run();
  return {
    wake() {
      woken = true;
      nap.abort();
    },
    async stop() {
      stopping.abort();
      nap.abort();
      await ended;
    },
  };
}
