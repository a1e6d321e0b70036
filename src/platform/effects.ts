import { AsyncLocalStorage } from "node:async_hooks";

/** Runs one statement on the connection of a transaction that is about to commit. @returns how many rows it gives */
export type RunStatement = (sql: string, parameters: readonly unknown[]) => Promise<number>;

/**
 * What is to be written with every transaction that commits inside of a call: a call that must not take effect twice
 * leaves its mark so, in the transaction of its effect. It throws where the transaction may not commit.
 */
export const beforeCommit = new AsyncLocalStorage<(run: RunStatement) => Promise<void>>();
