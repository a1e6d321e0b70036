import type { Clock } from "../kernel/time.ts";
import { type Tx, together } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { signCheckpoint } from "../proof/checkpoint.ts";
import { encodeCheckpointMessage, type LeafCounts, type PublicFields } from "../proof/checkpoint-message.ts";
import { treeHashes } from "../proof/merkle.ts";
import { signRecordMessage } from "../proof/record-message.ts";
import { type Appended, appendLeaves, edgeFromNodes, lookupIn, rootNodes } from "../proof/tree.ts";
import * as checkpoints from "./checkpoint-store.ts";
import { type DirectJob, insertDirectJobs } from "./direct-store.ts";
import { type Footing, isSameFooting } from "./footing.ts";
import { type LogKey, noteSigner } from "./identity.ts";
import { insertAttempt, insertJob, type Job, newJobId, type OpenAttempt } from "./journal.ts";
import { moveToLog, readNextLeaves, type WaitingLeaf } from "./line.ts";
import * as store from "./log-store.ts";
import { insertNodes, readNodes } from "./node-store.ts";
import { insertWaits, type Wait } from "./slo-store.ts";
import { prepareAttempt, type SubmitDeps } from "./submit.ts";
import { write } from "./tenure.ts";
import { tracesOf } from "./traced.ts";

type AppendDeps = SubmitDeps & { readonly clock: Clock; readonly logKey: LogKey };

const native = treeHashes(sha256);

/** Leaves in one checkpoint: bounds the transaction, not the message, which carries counts. */
const maxBatch = 10_000;

/**
 * Appends what waits, signs the new checkpoint and commits it with its job and first attempt, and with the jobs
 * of direct messages (which have to wait for that checkpoint), all in one transaction. A crash before the commit leaves
 * the leaves in line; a note signed but not committed was never shown to anybody. After it, the job in flight is the next
 * pass's first business.
 *
 * @param proven the log of which the topic is known to hold nothing but earlier states
 * @returns what is to be sent now; undefined when nothing can be appended, the clock was set forward meanwhile, or the database
 *   is not the one that was proven.
 */
export async function appendWaiting(
  deps: AppendDeps,
  holder: store.Holder,
  proven: Footing & { readonly topicId: string },
): Promise<{ readonly job: Job; readonly attempt: OpenAttempt; readonly footing: Footing } | undefined> {
  const { topicId } = proven;
  return write(deps.db, holder, async (tx) => {
    const [leaves, [log, stored]] = await together([readNextLeaves(tx, maxBatch), readEdge(tx)]);
    if (leaves.length === 0 || log === undefined || !isSameFooting(log, proven)) return undefined;
    if (deps.ledgerClock.isInDoubt) return undefined;
    const hashes = leaves.map((leaf) => native.leafHash(leaf.commitment));
    const grown = appendLeaves(edgeFromNodes(log.size, lookupIn(stored)), hashes, native);
    const signed = await signGrown(deps, { ...log, topicId }, grown, leaves);
    const direct = await directJobs(deps, { ...log, topicId }, leaves);
    // Whoever waits for an anchor waits for these: what does not need another's row travels together.
    const [late] = await together([
      moveToLog(tx, log.size, leaves),
      insertNodes(tx, grown.nodes),
      store.updateLog(tx, { size: grown.size, root: grown.root }),
      insertJob(tx, signed.job),
    ]);
    const { job, attempt } = signed;
    const { jobId, createdAt } = job;
    await together([
      checkpoints.insertCheckpoint(tx, signed.checkpoint, createdAt),
      insertAttempt(tx, jobId, attempt, createdAt),
      insertWaits(tx, grown.size, waitsOf(leaves, late)),
      insertDirectJobs(tx, direct),
    ]);
    const footing = { server: log.server, size: grown.size, root: grown.root };
    return { job, attempt: { ...attempt, createdAt }, footing };
  });
}

/** The log as it is, and the nodes that it grows from. */
async function readEdge(tx: Tx) {
  const log = await store.readLog(tx);
  return [log, log === undefined ? [] : await readNodes(tx, rootNodes(log.size))] as const;
}

/** Approved leaves by the time they were recorded: those of one commit group share it. */
function waitsOf(leaves: readonly WaitingLeaf[], late: ReadonlySet<bigint>): Wait[] {
  const approved = leaves.filter(({ verdict }) => verdict === "approved");
  const groups = Map.groupBy(approved, ({ recordedAt, outboxId }) => `${recordedAt.getTime()} ${late.has(outboxId)}`);
  return [...groups.values()].map((group) => {
    const [{ recordedAt, outboxId }] = group as [WaitingLeaf];
    return { recordedAt, late: late.has(outboxId), records: group.length };
  });
}

/** The checkpoint of the grown log with the job that takes it to the ledger, to be committed before anybody sees either. */
async function signGrown(
  deps: AppendDeps,
  log: { readonly origin: string; readonly size: number; readonly topicId: string },
  { size, root }: Appended,
  leaves: readonly WaitingLeaf[],
) {
  const note = await signCheckpoint({ origin: log.origin, size, root }, noteSigner(log.origin, deps.logKey));
  const message = encodeCheckpointMessage({
    checkpoint: note,
    first: log.size,
    counts: countsOf(leaves),
    leaves: leaves.map((leaf) => leaf.commitment),
  });
  const jobId = newJobId(deps.random);
  const { topicId } = log;
  const createdAt = new Date(deps.clock.nowMs());
  const job: Job = { jobId, kind: "checkpoint", topicId, payload: message, createdAt, traces: tracesOf(leaves) };
  const attempt = await prepareAttempt(deps, job, 1);
  return { job, attempt, checkpoint: { size, firstLeaf: log.size, root, note, message, jobId } };
}

async function directJobs(
  deps: AppendDeps,
  log: { readonly origin: string; readonly size: number; readonly topicId: string },
  leaves: readonly WaitingLeaf[],
): Promise<DirectJob[]> {
  const createdAt = new Date(deps.clock.nowMs());
  const signer = noteSigner(log.origin, deps.logKey);
  const jobs: DirectJob[] = [];
  for (const [i, { commitment, publicForm, trace }] of leaves.entries()) {
    if (publicForm === null) continue;
    const leafIndex = log.size + i;
    const fields = JSON.parse(new TextDecoder().decode(publicForm)) as PublicFields;
    const payload = await signRecordMessage({ commitment, leafIndex, fields }, signer);
    const job = { jobId: newJobId(deps.random), kind: "record", topicId: log.topicId, leafIndex, payload } as const;
    jobs.push({ ...job, createdAt, trace });
  }
  return jobs;
}

function countsOf(leaves: readonly WaitingLeaf[]): LeafCounts {
  const count = (verdict: string) => leaves.filter((leaf) => leaf.verdict === verdict).length;
  return { approved: count("approved"), flagged: count("flagged"), rejected: count("rejected"), other: count("other") };
}
