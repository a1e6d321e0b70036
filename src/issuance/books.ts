import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import * as meters from "./meter-store.ts";
import * as store from "./store.ts";

/**
 * What a statement is made from: a plant's registers and earlier statements, as its chain stood at a place. The
 * gateway reads them from its tables, an auditor from the plant's exported records; what is computed from them
 * is one code.
 */
export type Books = {
  /** A meter's readings by event time, page by page. */
  readRegisters(place: meters.MeterPlace, window: meters.Window): AsyncIterable<readonly meters.RegisterRow[]>;
  /** The reading nearest to an instant (ms) that holds a register. */
  nearestHolding(
    place: meters.MeterPlace,
    register: meters.RegisterName,
    side: "at or before" | "after",
    atMs: number,
  ): Promise<meters.RegisterRow | undefined>;
  creditableSet(
    place: Omit<meters.MeterPlace, "deviceId">,
    deviceIds: readonly string[],
    window: meters.Window,
  ): Promise<meters.RecordSet>;
  /** In the order in which they were made. */
  listStatements(key: PlantKey, upToSeq: bigint): Promise<readonly store.StatementFacts[]>;
  /** At least those that were stated, in the order of their days. */
  listPeriods(key: PlantKey): Promise<readonly store.Period[]>;
  /** Grams of a period for which mint intents were committed. */
  intendedG(key: PlantKey, periodId: string, upToSeq: bigint): Promise<bigint>;
  /** The exact bytes. */
  findStatement(key: PlantKey, periodId: string, statementNo: number): Promise<Uint8Array | undefined>;
};

/** The gateway's own books. */
export function storedBooks(db: Db): Books {
  return {
    readRegisters: (place, window) => meters.readRegisters(db, place, window),
    nearestHolding: (place, register, side, atMs) => meters.nearestHolding(db, place, register, side, atMs),
    creditableSet: (place, deviceIds, window) => meters.creditableSet(db, place, deviceIds, window),
    listStatements: (key, upToSeq) => store.listStatements(db, key, upToSeq),
    listPeriods: (key) => store.listPeriods(db, key),
    intendedG: (key, periodId, upToSeq) => store.intendedG(db, { ...key, periodId, upToSeq }),
    findStatement: (key, periodId, statementNo) => store.findStatement(db, key, periodId, statementNo),
  };
}
