import { randomFillSync } from "node:crypto";
import type { Randomness } from "../kernel/time.ts";

/** Drawn from the system at once; each byte is handed out once and forgotten here. */
const poolBytes = 4_096;

/** The system's cryptographic randomness: asking it for each id alone takes longer than making the id. */
export function systemRandomness(): Randomness {
  const pool = Buffer.alloc(poolBytes);
  let used = poolBytes;
  return {
    bytes(length) {
      if (length > poolBytes / 4) return randomFillSync(new Uint8Array(length));
      if (used + length > poolBytes) {
        randomFillSync(pool);
        used = 0;
      }
      const drawn = Uint8Array.prototype.slice.call(pool, used, used + length);
      pool.fill(0, used, used + length);
      used += length;
      return drawn;
    },
  };
}
