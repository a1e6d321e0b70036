/**
 * Look-ups that are wanted at about the same time, made as one. Each is asked after it was wanted, never before: what
 * is wanted while one is under way waits for the next, so that nobody is told what was true before he asked.
 */
export function gathered<V>(
  ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): (key: string) => Promise<V | undefined> {
  type Wanted = { readonly resolve: (value: V | undefined) => void; readonly reject: (error: unknown) => void };
  let waiting = new Map<string, Wanted[]>();
  let isAsking = false;
  const run = async () => {
    // One turn of the event loop later: what is read in the same turn is asked together.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.size > 0) {
      const asked = waiting;
      waiting = new Map();
      try {
        const found = await ask([...asked.keys()]);
        for (const [key, all] of asked) for (const { resolve } of all) resolve(found.get(key));
      } catch (error) {
        for (const all of asked.values()) for (const { reject } of all) reject(error);
      }
    }
    isAsking = false;
  };
  return (key) =>
    new Promise((resolve, reject) => {
      const same = waiting.get(key);
      if (same === undefined) waiting.set(key, [{ resolve, reject }]);
      else same.push({ resolve, reject });
      if (isAsking) return;
      isAsking = true;
      void run();
    });
}
