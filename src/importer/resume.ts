import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { contentHash } from "../kernel/canonical.ts";
import type { Mapping } from "./mapping.ts";
import type { ImportOptions } from "./options.ts";
import { count, emptyTally, type Settled, type Tally } from "./tally.ts";
import { ImportError } from "./timestamps.ts";

/** How far an import got: every selected row up to `line` is settled, and `tally` counts exactly those. */
export type Progress = {
  readonly version: 1;
  /** Of the options that shape what is sent: others begin anew. */
  readonly fingerprint: string;
  readonly line: number;
  /** Of the heading and the selected rows up to there. */
  readonly hash: string;
  readonly tally: Tally;
};

/**
 * Two runs with the same fingerprint send the same bodies to the same gateway from the same rows.
 *
 * @param mapping what the file's columns are; one that is shifted into another unit was not by versions that knew no units,
 * and to go on from there would file one half of a year in MW and the other in kW.
 */
export function fingerprint(options: ImportOptions, mapping?: Mapping): string {
  const { format, delimiter, plantId, deviceId, required, emptyTexts, interval, stampIsStart, baseUrl } = options;
  const shifted = (mapping?.quantities ?? []).flatMap(({ column, name, places = 0 }) =>
    places === 0 ? [] : [{ column, name, places }],
  );
  return contentHash({
    ...{ format, delimiter, plantId, deviceId, required, emptyTexts, interval, stampIsStart, baseUrl },
    map: Object.fromEntries(options.map),
    utcOffsetMs: options.utcOffsetMs,
    timeZone: options.timeZone,
    date: options.date,
    decimal: options.decimal,
    reason: options.reason,
    fromMs: options.fromMs,
    toMs: options.toMs,
    ...(shifted.length > 0 && { shifted }),
  });
}

/** @throws {ImportError} when the file is there but not ours */
export function readProgress(file: string): Progress | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const progress = JSON.parse(readFileSync(file, "utf8")) as Progress;
    if (progress.version === 1 && Number.isInteger(progress.line)) return progress;
  } catch {
    // Not JSON: answered below like any other file that is not ours.
  }
  throw new ImportError(`${file} holds no progress of an import: move it away, or name another with --state.`);
}

/**
 * Rows settle in any order when several devices are sent at once; they are counted in the file's order,
 * so that what is saved is always true of a whole beginning of the file. A kill between an answer and
 * the next save costs only that those rows are sent again, and answered as duplicates.
 */
export class ProgressKeeper {
  readonly tally: Tally;
  readonly #file: string;
  readonly #fingerprint: string;
  readonly #open = new Map<number, { readonly hash: string; settled?: Settled }>();
  #reached: { line: number; hash: string } | undefined;
  #savedAtMs = Number.NEGATIVE_INFINITY;

  constructor(file: string, fingerprintOfOptions: string, from: Progress | undefined) {
    this.#file = file;
    this.#fingerprint = fingerprintOfOptions;
    this.tally = from === undefined ? emptyTally() : structuredClone(from.tally);
    this.#reached = from;
  }

  /** The last line before which all is settled; undefined before the first. */
  get line(): number | undefined {
    return this.#reached?.line;
  }

  /** A row is taken up; in the file's order. */
  open(line: number, hash: string): void {
    this.#open.set(line, { hash });
  }

  settle(line: number, settled: Settled): void {
    const own = this.#open.get(line);
    if (own !== undefined) own.settled = settled;
    for (const [first, { hash, settled: done }] of this.#open) {
      if (done === undefined) return;
      count(this.tally, first, done);
      this.#reached = { line: first, hash };
      this.#open.delete(first);
    }
  }

  /** Saves at most once a second. */
  saveSometimes(nowMs: number): void {
    if (nowMs - this.#savedAtMs < 1_000) return;
    this.save();
    this.#savedAtMs = nowMs;
  }

  /** Whole or not at all: a kill while writing leaves the state before. */
  save(): void {
    if (this.#reached === undefined) return;
    const { line, hash } = this.#reached;
    const progress: Progress = { version: 1, fingerprint: this.#fingerprint, line, hash, tally: this.tally };
    const draft = `${this.#file}.tmp`;
    try {
      writeFileSync(draft, JSON.stringify(progress));
      renameSync(draft, this.#file);
    } catch (error) {
      throw new ImportError(
        `Progress cannot be kept in ${this.#file} (${(error as Error).message}): name a file with --state.`,
      );
    }
  }
}
