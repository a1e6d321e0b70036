import { besideNewerMs } from "./log-times.ts";

/**
 * Rules do not go back: behind what was made by newer ones no gateway makes anything by those before them, which whoever writes
 * records himself could else choose among.
 */
export class VersionOrder<Version extends number> {
  #newest: { readonly version: Version; readonly sinceMs: number } | undefined;

  /** What the chain holds next, accepted at a time (ms). @returns the newer version that stands before it, if it goes back */
  next(version: Version, atMs: number): Version | undefined {
    const newest = this.#newest;
    if (newest === undefined || version > newest.version) this.#newest = { version, sinceMs: atMs };
    return newest !== undefined && version < newest.version && atMs > newest.sinceMs + besideNewerMs
      ? newest.version
      : undefined;
  }
}
