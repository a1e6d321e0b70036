import type { TelemetryBody } from "../hydropower/reading.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { deviceLateMs } from "../kernel/time.ts";
import { isDatabaseUnable, isHeldUp, isStatementTimeout } from "../platform/database.ts";
import { Gate } from "../platform/gate.ts";
import type { Outcome } from "../platform/group-commit.ts";
import { type TraceNote, traceNote } from "../platform/tracing.ts";
import { type AcceptDeps, commitMeasured, count, requireAllowed, requireSender, signatureOf } from "./accept.ts";
import type { Accepted, AcceptItem } from "./types.ts";

/** One reading of a batch as it was read: its body, or why there is none. */
export type BatchItem = { readonly body: TelemetryBody } | { readonly fault: Fault };

/** One reading with who sends it; readings of several senders may commit together. */
export type SentItem = {
  readonly actor: Actor;
  readonly item: BatchItem;
  /** For a reading without a timestamp: the same key answers with the same record. */
  readonly idempotencyKey?: string | undefined;
  /** Absent: that of whoever sends all of them. */
  readonly trace?: TraceNote | undefined;
};

/** What became of one reading of a batch. An error that is no Fault is a failure of ours, at this reading alone. */
export type BatchOutcome = Outcome<Accepted>;

export type BatchDeps = Omit<AcceptDeps, "commits"> & { readonly batchGate: Gate };

/** Chunks that commit at once, beside single readings: one computes while the other's rows are written. */
export const createBatchGate = (ending?: AbortSignal): Gate => new Gate(4, ending);

/**
 * Accepts readings in their order, chunk by chunk: each chunk is judged, chained and durable when its outcomes are
 * given, one for each of its readings. Every reading gets what it would get alone; one that is refused hinders no
 * other. A crash leaves whole chunks, and whoever sends the same again gets duplicates for what is there.
 *
 * `idempotencyKey` is for readings without a timestamp: the same key at the same place answers with the same record.
 *
 * @throws {Fault} `forbidden`; and whatever the source throws, after the outcomes of all that it gave before
 */
export async function* acceptReadings(
  deps: BatchDeps,
  actor: Actor,
  source: AsyncIterable<readonly BatchItem[]>,
  options: { readonly idempotencyKey?: string | undefined } = {},
): AsyncGenerator<readonly BatchOutcome[], void, void> {
  requireSender(actor);
  let position = 0;
  for await (const chunk of source) {
    yield await acceptChunk(deps, actor, chunk, { ...options, position });
    position += chunk.length;
  }
}

type At = { readonly idempotencyKey?: string | undefined; readonly position: number };

function acceptChunk(
  deps: BatchDeps,
  actor: Actor,
  chunk: readonly BatchItem[],
  { idempotencyKey, position }: At,
): Promise<readonly BatchOutcome[]> {
  const sent = chunk.map((item, i) => {
    const isTimed = "fault" in item || item.body.timestamp !== undefined;
    // A key holds no blank, so this is nobody's own.
    return {
      actor,
      item,
      idempotencyKey: isTimed || !idempotencyKey ? undefined : `${idempotencyKey} ${position + i}`,
    };
  });
  return acceptTogether(deps, sent);
}

/**
 * Accepts readings in their order, all in one transaction where none of them makes PostgreSQL stumble, and says of each
 * what it would be told alone. The caller knows that each of the actors may send ({@link requireSender}).
 *
 * @throws when it is PostgreSQL that fails: what was not committed before may be given again
 */
export async function acceptTogether(deps: BatchDeps, sent: readonly SentItem[]): Promise<readonly BatchOutcome[]> {
  const receivedAtMs = deps.clock.nowMs();
  const prepared: (AcceptItem | Fault)[] = [];
  const sinceMs = performance.now();
  const common = traceNote();
  for (const { actor, item, idempotencyKey, trace = common } of sent) {
    if ("fault" in item) {
      prepared.push(item.fault);
      continue;
    }
    const rest = { receivedAtMs, idempotencyKey, mostLateMs: deviceLateMs, trace };
    // One after the other: the readings under one signature need it verified once.
    prepared.push(allowed(actor, item.body) ?? (await prepare(deps, actor, item.body, rest)));
  }
  const items = prepared.filter((one): one is AcceptItem => !(one instanceof Fault));
  const waits = deps.metrics.stageSeconds.startTimer({ stage: "wait" });
  const commit = () => {
    waits();
    return commitInOrder(deps, items);
  };
  const committed = items.length === 0 ? [] : await deps.batchGate.through(commit);
  for (const { span, committedBy } of new Set(items.flatMap(({ trace }) => trace ?? []))) {
    if (committedBy === undefined) continue;
    deps.tracing?.add("reading.await_commit", span, {
      startMs: performance.timeOrigin + sinceMs,
      links: [committedBy],
    });
  }
  let next = 0;
  return prepared.map((one): BatchOutcome => {
    if (one instanceof Fault) return { ok: false, error: one };
    const outcome = committed[next++] as BatchOutcome;
    if (outcome.ok) count(deps.metrics, outcome.value);
    return outcome;
  });
}

/** Why the actor may not send this reading; undefined: it may. */
function allowed(actor: Actor, body: TelemetryBody): Fault | undefined {
  try {
    requireAllowed(actor, body);
    return undefined;
  } catch (error) {
    return faultOnly(error);
  }
}

async function prepare(
  deps: BatchDeps,
  actor: Actor,
  body: TelemetryBody,
  rest: Omit<AcceptItem, "actor" | "body" | "signed">,
): Promise<AcceptItem | Fault> {
  if (body.signature === undefined) return { actor, body, ...rest };
  try {
    return { actor, body, ...rest, signed: await signatureOf(deps, actor, body, undefined, rest.receivedAtMs) };
  } catch (error) {
    return faultOnly(error);
  }
}

function faultOnly(error: unknown): Fault {
  if (error instanceof Fault) return error;
  throw error;
}

/**
 * Commits items in one transaction. Where that fails, halves do, one after the other, so that one bad row costs one
 * reading and the order stays.
 *
 * @throws when it is PostgreSQL that fails: nothing further is tried
 */
async function commitInOrder(deps: BatchDeps, items: readonly AcceptItem[]): Promise<readonly BatchOutcome[]> {
  try {
    return await commitMeasured(deps, items);
  } catch (error) {
    if (isDatabaseUnable(error) || isStatementTimeout(error) || isHeldUp(error)) throw error;
    if (items.length === 1) return [{ ok: false, error }];
    const middle = Math.ceil(items.length / 2);
    const first = await commitInOrder(deps, items.slice(0, middle));
    return [...first, ...(await commitInOrder(deps, items.slice(middle)))];
  }
}
