import type { TelemetryBody } from "../hydropower/reading.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { Clock } from "../kernel/time.ts";
import type { ChainDeps } from "../plants/chain.ts";
import { deviceNotFound } from "../plants/device-keys.ts";
import { plantNotFound } from "../plants/plants.ts";
import type { ClockWatch } from "../platform/clock-watch.ts";
import { CommitUnknown } from "../platform/database.ts";
import { GroupCommit } from "../platform/group-commit.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import type { StreamWaker } from "../platform/stream-log.ts";
import type { Taking } from "../platform/taking.ts";
import { markSpan, outsideTraces, type Tracing, traceNote } from "../platform/tracing.ts";
import { managers, mayUseDevice, mayUsePlant, requireRole, requireScope, senders } from "../tenancy/scope.ts";
import { commitGroup } from "./commit.ts";
import type { ContextSource } from "./context.ts";
import { countRecord } from "./counts.ts";
import { type HttpMessage, readHttpSignature } from "./http-message.ts";
import { checkSignature } from "./signatures.ts";
import { insertAudit } from "./store.ts";
import type { Accepted, AcceptItem, SignedContent } from "./types.ts";

export type AcceptDeps = ChainDeps & {
  readonly db: ScopedDb;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly tracing?: Tracing | undefined;
  /** Absent: readings are judged by themselves. */
  readonly context?: ContextSource | undefined;
  readonly streamWaker?: StreamWaker | undefined;
  /** Told whether PostgreSQL takes readings. */
  readonly taking?: Taking | undefined;
  /** Absent: this machine's clock is taken to be right. */
  readonly clockWatch?: ClockWatch | undefined;
  readonly commits: GroupCommit<AcceptItem, Accepted>;
};

/**
 * Accepts one reading: judged, chained and durable with its place in line for the log when this returns; a sample of a
 * plant with an accounting interval is durable, and judged with the record of its slot.
 * A *bad reading* is a verdict in the record; a *bad request* is a Fault and leaves nothing behind.
 *
 * @throws {Fault} `forbidden`, `not-found`, `invalid-request`, `timestamp-out-of-range`,
 *   `reading-conflict`, `interval-overlap`, `idempotency-key-reused`, `overloaded`, `signature-required`,
 *   `signature-invalid`, `signature-replayed`, `sequence-conflict`
 */
export async function acceptReading(
  deps: AcceptDeps,
  actor: Actor,
  body: TelemetryBody,
  options: { idempotencyKey?: string | undefined; message?: HttpMessage | undefined } = {},
): Promise<Accepted> {
  requireSender(actor);
  requireAllowed(actor, body);
  if (deps.commits.depth >= maxWaiting) {
    throw new Fault("overloaded", "The gateway has more readings waiting than it can hold: send this one again.", {
      retryAfterS: 1,
    });
  }
  const receivedAtMs = deps.clock.nowMs();
  const signed = await signatureOf(deps, actor, body, options.message, receivedAtMs);
  const trace = traceNote();
  const item = { actor, body, receivedAtMs, idempotencyKey: options.idempotencyKey, signed, trace };
  const sinceMs = performance.now();
  const accepted = await deps.commits.submit(item);
  if (trace?.committedBy !== undefined) markSpan("reading.await_commit", sinceMs, { links: [trace.committedBy] });
  count(deps.metrics, accepted);
  return accepted;
}

/** @throws {Fault} `forbidden` */
export function requireSender(actor: Actor): void {
  requireRole(actor, senders);
  requireScope(actor, "telemetry:write");
}

/**
 * Plants and devices that a key is not for are told like those that do not exist. History is filed by whoever answers
 * for the plant, not by a device.
 *
 * @throws {Fault} `not-found`, `forbidden`
 */
export function requireAllowed(actor: Actor, body: TelemetryBody): void {
  if (!mayUsePlant(actor, body.plant_id)) throw plantNotFound(body.plant_id);
  if (!mayUseDevice(actor, body.device_id)) throw deviceNotFound(body.plant_id, body.device_id);
  if (body.source === "backfill") requireRole(actor, managers);
}

export function count(metrics: Metrics, { record, duplicate, replayed }: Accepted): void {
  if (duplicate || replayed) metrics.repeats.inc();
  else if (record === undefined) metrics.samples.inc();
  else countRecord(metrics, record);
}

/** The device's signature, if there is one. A wrong one is never passed over: the attempt is kept. */
export async function signatureOf(
  deps: Pick<AcceptDeps, "db">,
  actor: Actor,
  body: TelemetryBody,
  message: HttpMessage | undefined,
  receivedAtMs: number,
): Promise<SignedContent | undefined> {
  try {
    const http = body.signature === undefined && message !== undefined ? readHttpSignature(message) : undefined;
    return await checkSignature(deps.db, { orgId: actor.orgId, body, http, receivedAtMs });
  } catch (error) {
    if (error instanceof Fault && error.code === "signature-invalid") {
      const detail = { why: error.message, plant_id: body.plant_id, body };
      const entry = {
        orgId: actor.orgId,
        actor: actor.keyId,
        act: "reading.signature",
        subject: body.device_id,
        detail,
      };
      await deps.db
        .of(actor.orgId)
        .transaction()
        .execute((tx) => insertAudit(tx, [entry], new Date(receivedAtMs)));
    }
    throw error;
  }
}

/** Bounds memory when PostgreSQL is slow: about 2 kB each. */
const maxWaiting = 5_000;

/** The group committer of a gateway. Two groups at once: one computes while the other's commit reaches the disk. */
export function createCommits(deps: Omit<AcceptDeps, "commits">): GroupCommit<AcceptItem, Accepted> {
  const waited = (ms: number) => deps.metrics.stageSeconds.observe({ stage: "wait" }, ms / 1000);
  return new GroupCommit((items) => commitMeasured(deps, items), { maxGroup: 200, concurrency: 2, waited, mayRepeat });
}

/**
 * Of a group that may stand although its commit failed, a reading is known again by its time or its key; without either
 * it would be on record twice, and one under a nonce would be told that it is a replay of itself.
 */
function mayRepeat({ body, idempotencyKey, signed }: AcceptItem, error: unknown): boolean {
  if (!(error instanceof CommitUnknown)) return true;
  return (body.timestamp !== undefined || idempotencyKey !== undefined) && signed?.nonce === undefined;
}

/** {@link commitGroup}, counted and traced. */
export async function commitMeasured(deps: Omit<AcceptDeps, "commits">, items: readonly AcceptItem[]) {
  const end = deps.metrics.commitSeconds.startTimer();
  deps.metrics.commitGroupSize.observe(items.length);
  try {
    const outcomes = await commitTraced(deps, items);
    deps.taking?.took();
    return outcomes;
  } catch (error) {
    deps.taking?.refused(error);
    throw error;
  } finally {
    end();
  }
}

/** In the trace of the first reading that has one, linked to all of them. */
async function commitTraced(deps: Omit<AcceptDeps, "commits">, items: readonly AcceptItem[]) {
  if (deps.tracing === undefined) return outsideTraces(() => commitGroup(deps, items));
  const notes = [...new Set(items.flatMap(({ trace }) => trace ?? []))];
  const facts = { attributes: { "hydro.readings": items.length }, links: notes.map(({ span }) => span) };
  return deps.tracing.under("readings.commit_group", notes[0]?.span, facts, (context) => {
    for (const note of notes) note.committedBy = context;
    return commitGroup(deps, items);
  });
}
