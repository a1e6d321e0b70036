import { anyUnconfirmed, confirmCheckpoint } from "./checkpoint-store.ts";
import { type History, type LogOnTopic, proveHistory, readHistory } from "./history.ts";
import * as store from "./log-store.ts";
import { holdsUp, type Pass } from "./pass.ts";
import { pacingOf } from "./probe.ts";
import { write } from "./tenure.ts";

/** Longest time between two readings of the topic while records keep coming, or while a consensus time is not known yet. */
const followEveryMs = 5_000;
/** The same while nothing happens. */
const followIdleEveryMs = 30_000;
/**
 * The same for a record that comes after a time of nothing: more than in idleness, which reads by itself, so that the mirror's
 * answer is not waited for in front of each record of a plant that seldom sends.
 */
const followRareEveryMs = followIdleEveryMs + 5_000;

/**
 * True when the topic is known to hold our own history. The first time in a tenure it has to be proven;
 * later it is read now and then, and a mirror that does not answer then holds nothing up.
 */
export async function mayGoOn(
  pass: Pass,
  log: LogOnTopic,
  now: { readonly isWaiting: boolean; readonly jobIsOpen: boolean },
): Promise<boolean> {
  const { deps, memory, tenure, signal } = pass;
  if (memory.places.hasStranger || deps.ledgerClock.isInDoubt) {
    // Others write here, or the clock was set: everything is proven anew before the next signature. The heartbeat for
    // that may be dated wrongly, and sets the clock right; an attempt would stay open.
    memory.guardedToken = undefined;
    memory.landmark = undefined;
  }
  const isProven = memory.guardedToken === tenure.token;
  if (isProven && !(await isTimeToFollow(pass, now))) return true;
  let history: History;
  if (isProven) {
    memory.scannedAtMs = deps.clock.nowMs();
    history = await readHistory(deps, log).catch((error: Error) => ({ state: "unproven", detail: error.message }));
  } else {
    const known = memory.landmark?.token === tenure.token ? memory.landmark.sequenceNumber : undefined;
    const proof = await proveHistory(deps, log, known, signal);
    if (proof.landmark !== undefined) memory.landmark = { token: tenure.token, sequenceNumber: proof.landmark };
    history = proof.history;
  }
  if (history.state === "foreign" || (history.state === "unproven" && !isProven)) {
    await stopFor(pass, history);
    return false;
  }
  if (history.state === "own") await recordHistory(pass, log, history.messages, now.jobIsOpen);
  return true;
}

async function isTimeToFollow(
  { deps, memory }: Pass,
  { isWaiting, jobIsOpen }: { readonly isWaiting: boolean; readonly jobIsOpen: boolean },
): Promise<boolean> {
  const sinceMs = Math.abs(deps.clock.nowMs() - memory.scannedAtMs);
  if (isWaiting) return sinceMs >= (memory.wasIdle && !jobIsOpen ? followRareEveryMs : followEveryMs);
  if (sinceMs >= followIdleEveryMs) return true;
  return sinceMs >= pacingOf(deps).minMs && (await anyUnconfirmed(deps.db));
}

/** What was read of our own history is accounted for; while a job is open its message may still have to be found. */
async function recordHistory(
  { deps, memory, tenure }: Pass,
  log: LogOnTopic,
  messages: Extract<History, { state: "own" }>["messages"],
  jobIsOpen: boolean,
): Promise<void> {
  memory.guardedToken = tenure.token;
  memory.scannedAtMs = deps.clock.nowMs();
  const newest = messages.at(-1)?.sequenceNumber ?? log.scannedSequence;
  memory.places.read(newest);
  if (messages.length === 0 || jobIsOpen) return;
  await write(deps.db, tenure, async (tx) => {
    for (const { sequenceNumber, consensusTimestamp, runningHash } of messages) {
      await confirmCheckpoint(tx, sequenceNumber, { consensusTimestamp, runningHash });
    }
    await store.updateLog(tx, { scannedSequence: newest });
  });
}

/** A foreign history halts anchoring for good: going on could sign a second one. What is only unproven waits. */
export async function stopFor(
  { deps, memory, tenure }: Pass,
  history: Exclude<History, { state: "own" }>,
): Promise<"idle"> {
  if (history.state === "unproven") {
    holdsUp(deps, memory, history.detail);
    deps.log.warn({ detail: history.detail }, "anchoring waits for the ledger");
    return "idle";
  }
  const { reason } = history;
  deps.log.error({ reason }, "anchoring is halted");
  await write(deps.db, tenure, (tx) => store.updateLog(tx, { halt: { kind: "history", reason } }));
  return "idle";
}
