import { setTimeout as wait } from "node:timers/promises";
import { type ApiOptions, anchorState, ImportStopped, sendReadings } from "./api.ts";
import { Lanes } from "./lanes.ts";
import { type ImportOptions, readOptions, type Surroundings } from "./options.ts";
import { planned, type Survey, survey } from "./plan.ts";
import { ProgressBar, type Screen } from "./progress.ts";
import { checkHint, introduction, summary } from "./report.ts";
import { fingerprint, type Progress, ProgressKeeper, readProgress } from "./resume.ts";
import type { Ready } from "./rows.ts";
import { ImportError } from "./timestamps.ts";
import { usage } from "./usage.ts";

export type Terminal = { readonly out: Screen; readonly err: Screen; readonly signal: AbortSignal };

/** The program: returns its exit code. */
export async function runImport(argv: readonly string[], around: Surroundings, terminal: Terminal): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    terminal.out.write(`${usage}\n`);
    return 0;
  }
  try {
    return await importFile(readOptions(argv, around), terminal);
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    terminal.err.write(`${error.message}\n`);
    return 2;
  }
}

/** Sends the file and tells what came of it. @returns 0 when every row was taken or skipped, else 1 */
async function importFile(options: ImportOptions, { out, err, signal }: Terminal): Promise<number> {
  const api = apiOf(options, signal, err);
  const saved = options.restart ? undefined : readProgress(options.stateFile);
  const found = await survey(options, saved?.line);
  const from = await usable(saved, options, found, api);
  err.write(`${introduction(options, found, from?.line)}\n`);
  if (saved !== undefined && from === undefined) {
    err.write(
      "File, options, gateway or how headings are read are not those of the earlier run: beginning anew. What is there answers as a duplicate, and is refused (409) where it was sent otherwise.\n",
    );
  }
  const keeper = new ProgressKeeper(options.stateFile, fingerprint(options, found.mapping), from);
  const already = keeper.tally.sent;
  const startedMs = Date.now();
  const stopped = await send(options, found, keeper, api, err).catch(stoppedOnly);
  keeper.save();
  const run = { sent: keeper.tally.sent - already, seconds: (Date.now() - startedMs) / 1000 };
  const { tally } = keeper;
  out.write(`${summary(tally, run)}\n`);
  const sample = Object.values(tally.newest)[0];
  if (stopped !== undefined) {
    err.write(`\n${stopped.message}\nThe same command goes on after line ${keeper.line ?? 0}.\n`);
    return 1;
  }
  if (options.wait) {
    const gaveUp = await allAnchored(api, Object.values(tally.newest), out).catch(stoppedOnly);
    if (gaveUp !== undefined) {
      err.write(`\nEvery row is acknowledged, but not known to be anchored: ${gaveUp.message}\n`);
      return 1;
    }
  }
  if (sample !== undefined) out.write(`\n${checkHint(options.baseUrl, sample)}\n`);
  return tally.refused > 0 ? 1 : 0;
}

function apiOf(options: ImportOptions, signal: AbortSignal, err: Screen): ApiOptions {
  const { baseUrl, apiKey, patienceS } = options;
  const sleep = (ms: number) => wait(ms, undefined, { signal }).catch(() => undefined);
  const onTrouble = (why: string) => err.write(`\n${why}\n`);
  return { baseUrl, apiKey, patienceS, signal, sleep, nowMs: () => Date.now(), onTrouble };
}

function stoppedOnly(error: unknown): ImportStopped {
  if (error instanceof ImportStopped) return error;
  throw error;
}

/** Saved progress holds only for the same options, the same heading and rows so far, and a gateway that still has the records. */
async function usable(
  saved: Progress | undefined,
  options: ImportOptions,
  found: Survey,
  api: ApiOptions,
): Promise<Progress | undefined> {
  if (
    saved === undefined ||
    saved.fingerprint !== fingerprint(options, found.mapping) ||
    saved.hash !== found.hashAtLine
  )
    return undefined;
  const isThere = await hasAll(api, saved).catch((error: unknown) => {
    throw error instanceof ImportStopped ? new ImportError(error.message) : error;
  });
  return isThere ? saved : undefined;
}

async function hasAll(api: ApiOptions, { tally }: Progress): Promise<boolean> {
  for (const recordId of Object.values(tally.newest)) {
    if ((await anchorState(api, recordId)) === undefined) return false;
  }
  let isKnown = true;
  await sendReadings(api, Object.values(tally.newestSamples ?? {}), (_, answer) => {
    isKnown &&= answer.kind !== "refused" && answer.duplicate;
  });
  return isKnown;
}

async function send(
  options: ImportOptions,
  found: Survey,
  keeper: ProgressKeeper,
  api: ApiOptions,
  err: Screen,
): Promise<undefined> {
  const from = keeper.tally.rows;
  const bar = new ProgressBar(err, { total: found.selected, from, nowMs: Date.now() });
  // With one plant and one device for all, what is unknown for one row is unknown for every other.
  const oneDevice = found.mapping !== undefined && found.mapping.deviceId === undefined;
  const work = async (rows: readonly { line: number; reading: Ready }[]) => {
    if (api.signal.aborted) throw new ImportStopped("Stopped before the end.");
    const bodies = rows.map(({ reading }) => reading.body);
    await sendReadings(api, bodies, (index, answer) => {
      const { line, reading } = rows[index] as (typeof rows)[number];
      if (answer.kind === "refused" && answer.status === 404 && oneDevice) throw new ImportStopped(answer.detail);
      if (answer.kind === "refused" && answer.code === "forbidden") throw new ImportStopped(answer.detail);
      keeper.settle(line, { kind: "sent", deviceId: reading.deviceId, answer });
      keeper.saveSometimes(Date.now());
      bar.show(keeper.tally.rows, Date.now());
    });
  };
  const { parallel, batch: together } = options;
  const lanes = new Lanes(work, { parallel, together, room: 2 * parallel * together });
  const after = keeper.line ?? 0;
  for await (const { row, outcome, hash } of planned(options, found)) {
    if (lanes.failed) break;
    if (row.line <= after) continue;
    keeper.open(row.line, hash);
    if (outcome.kind === "ready") {
      await lanes.add(outcome.reading.deviceId, { line: row.line, reading: outcome.reading });
    } else {
      keeper.settle(row.line, outcome);
    }
  }
  await lanes.finish().finally(() => bar.end(keeper.tally.rows, Date.now()));
  return undefined;
}

/** The log takes records in the order of acceptance: when the newest of each device is anchored, all are. */
async function allAnchored(api: ApiOptions, recordIds: readonly string[], out: Screen): Promise<undefined> {
  const startedMs = Date.now();
  for (const recordId of recordIds) {
    while ((await anchorState(api, recordId)) === "pending") await api.sleep(250);
  }
  if (recordIds.length > 0)
    out.write(`\nAll anchored, ${((Date.now() - startedMs) / 1000).toFixed(1)} s after the last row.\n`);
}
