import type { LogState } from "./log-store.ts";

/**
 * The database that this process stands on: which server answered, and how far the log had come there. A standby that takes
 * over may lack the last commits of the server that is gone, leases and tokens among them, so that nothing else in it tells
 * that what this process has proven was of another one.
 */
export type Footing = Pick<LogState, "server" | "size" | "root">;

/** Whether that is the very log that was looked at: no other server's, and no other state of it. */
export const isSameFooting = (one: Footing, other: Footing): boolean =>
  one.server === other.server && one.size === other.size && isSameRoot(one, other);

/** Whether what was proven on the one holds for the other: the same server, and the log no less than it was. */
export const goesOnFrom = (one: Footing, other: Footing): boolean =>
  one.server === other.server && (other.size > one.size || (other.size === one.size && isSameRoot(one, other)));

const isSameRoot = (one: Footing, other: Footing): boolean => Buffer.compare(one.root, other.root) === 0;
