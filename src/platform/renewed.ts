import type { Log } from "./log.ts";
import { startLoop } from "./loop.ts";

/** What files hold, and hold again when it was put anew into them. */
export type Renewed<T> = {
  readonly current: T;
  /** Told of each further value. */
  onRenewed(told: (value: T) => void): void;
  stop(): Promise<void>;
};

/** A renewal replaces a certificate and its key one after the other. */
const failuresInARow = 2;

/**
 * Reads files again and again: programs that renew certificates put new ones where the old ones were, and tell nobody. What
 * cannot be read, or does not belong together, is said once, and the value before it stays.
 *
 * @param read what the files hold now; its failures name the setting.
 */
export async function keepRenewed<T>(
  name: string,
  read: () => Promise<T>,
  { log, everyMs }: { readonly log: Log; readonly everyMs: number },
): Promise<Renewed<T>> {
  let current = await read();
  let failures = 0;
  const listeners: ((value: T) => void)[] = [];
  const look = async () => {
    const value = await read();
    failures = 0;
    if (JSON.stringify(value) === JSON.stringify(current)) return;
    current = value;
    for (const told of listeners) told(value);
    log.info(`took ${name} anew from its files`);
  };
  const loop = startLoop(name, log, everyMs, async () => {
    await look().catch((error: Error) => {
      if (++failures === failuresInARow) log.error(`${error.message} Until that is mended, ${name} stays as it was.`);
    });
    return "idle";
  });
  return {
    get current() {
      return current;
    },
    onRenewed: (told) => void listeners.push(told),
    stop: () => loop.stop(),
  };
}
