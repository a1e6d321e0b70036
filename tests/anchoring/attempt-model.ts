import { type Evidence, type Judgement, type Lookup, lookupGapS, worthKeeping } from "../../src/anchoring/attempt.ts";
import type { MirrorTransaction, ReceiptReport, TopicMessage } from "../../src/ledger/ledger.ts";

/**
 * A model of one job on the network, small enough to be walked through whole. Time runs in ticks of 30 s, an
 * attempt lives one tick. Two gateways take turns as holder; either may be paused at any moment and go on
 * with what it remembers. The network loses, delays, drops, throttles and repeats as it likes within its
 * guarantees: one id runs at most once, and only inside its window. The mirror has replicas.
 */

export const tickS = 30;
/** Receipts are forgotten this many ticks after valid start. */
const receiptTicks = 6;

export type JobKind = "message" | "topic";

type Attempt = { readonly start: number; readonly phase: "open" | "succeeded" | "dead" };
type Entry = { readonly attempt: number; readonly tick: number; readonly result: string };
type Message = { readonly attempt: number | "heartbeat"; readonly tick: number };

export type State = {
  readonly now: number;
  readonly attempts: readonly Attempt[];
  /** Copies that a node took, or that are still on the wire, by attempt. */
  readonly copies: readonly number[];
  readonly entries: readonly Entry[];
  readonly topic: readonly Message[];
  /** Which gateway's token the database's fence stands at. */
  readonly holder: 0 | 1;
  /** The open attempt each gateway has in memory. */
  readonly minds: readonly (number | undefined)[];
  /** Look-ups each gateway has in memory. */
  readonly looked: readonly (readonly Lookup[])[];
  readonly sends: number;
  readonly beats: number;
  readonly handOvers: number;
};

export const start: State = {
  now: 0,
  attempts: [],
  copies: [],
  entries: [],
  topic: [],
  holder: 0,
  minds: [undefined, undefined],
  looked: [[], []],
  sends: 0,
  beats: 0,
  handOvers: 0,
};

export type Judge = (
  attempt: { transactionId: string; validStart: string; validDurationS: number },
  evidence: Evidence,
) => Judgement;

/** What the walk may spend. */
export type Bounds = {
  readonly ticks: number;
  readonly attempts: number;
  readonly sends: number;
  readonly beats: number;
  readonly handOvers: number;
};

const timeOf = (tick: number) => `${10_000 + tick * tickS}.000000000`;
const idOf = (attempt: number) => `0.0.5@${10_000 + attempt}.000000000`;

export const effects = (state: State): number => state.entries.filter((entry) => entry.result === "SUCCESS").length;
export const isSettled = (state: State): boolean => state.attempts.some((attempt) => attempt.phase === "succeeded");

/** Statuses that do not use an id up. */
const keeping = ["INVALID_NODE_ACCOUNT", "DUPLICATE_TRANSACTION"];

function usedUp(state: State, attempt: number): boolean {
  return state.entries.some((entry) => entry.attempt === attempt && !keeping.includes(entry.result));
}

/** All that may happen next. */
export function* successors(state: State, kind: JobKind, judge: Judge, bounds: Bounds): Generator<State> {
  if (state.now < bounds.ticks) yield { ...state, now: state.now + 1 };
  yield* networkActs(state, kind);
  if (state.handOvers < bounds.handOvers) {
    yield { ...state, holder: state.holder === 0 ? 1 : 0, handOvers: state.handOvers + 1 };
  }
  if (kind === "message" && state.beats < bounds.beats) yield heartbeat(state);
  for (const gateway of [0, 1] as const) yield* gatewayActs(state, gateway, kind, judge, bounds);
}

export function heartbeat(state: State): State {
  return { ...state, beats: state.beats + 1, topic: [...state.topic, { attempt: "heartbeat", tick: state.now }] };
}

function* networkActs(state: State, kind: JobKind): Generator<State> {
  for (const [i, attempt] of state.copies.entries()) {
    if (state.copies.indexOf(attempt) !== i) continue;
    const rest = state.copies.toSpliced(i, 1);
    yield { ...state, copies: rest };
    for (const result of ["SUCCESS", "THROTTLED_AT_CONSENSUS", "INVALID_NODE_ACCOUNT"]) {
      yield handled(state, kind, rest, attempt, result);
    }
  }
}

/** A copy reaches consensus: the network's own rules come before whatever would else have happened. */
export function handled(
  state: State,
  kind: JobKind,
  copies: readonly number[],
  attempt: number,
  wanted: string,
): State {
  const isLate = state.now > (state.attempts[attempt] as Attempt).start + 1;
  const result = isLate ? "TRANSACTION_EXPIRED" : usedUp(state, attempt) ? "DUPLICATE_TRANSACTION" : wanted;
  const entries = [...state.entries, { attempt, tick: state.now, result }];
  const lands = kind === "message" && result === "SUCCESS";
  return { ...state, copies, entries, topic: lands ? [...state.topic, { attempt, tick: state.now }] : state.topic };
}

function* gatewayActs(state: State, gateway: 0 | 1, kind: JobKind, judge: Judge, bounds: Bounds): Generator<State> {
  const mind = state.minds[gateway];
  const newest = state.attempts.length - 1;
  const isHolder = state.holder === gateway;
  if (mind === undefined) {
    if (state.attempts[newest]?.phase === "open") yield remember(state, gateway, newest);
    else if (isHolder && !isSettled(state) && state.attempts.length < bounds.attempts)
      yield journalFresh(state, gateway);
    return;
  }
  yield remember(state, gateway, undefined);
  // A paused gateway may send what it remembers long after others have settled it.
  if (state.sends < bounds.sends) yield { ...state, sends: state.sends + 1, copies: [...state.copies, mind].sort() };
  for (const { seen, evidence } of observations(state, gateway, mind, kind)) {
    yield conclude(seen, gateway, mind, judge(open(state, mind), evidence));
  }
}

export const open = (state: State, attempt: number) => ({
  transactionId: idOf(attempt),
  validStart: timeOf((state.attempts[attempt] as Attempt).start),
  validDurationS: tickS,
});

export function remember(state: State, gateway: 0 | 1, attempt: number | undefined): State {
  return { ...state, minds: state.minds.with(gateway, attempt), looked: state.looked.with(gateway, []) };
}

export function journalFresh(state: State, gateway: 0 | 1): State {
  const attempts = [...state.attempts, { start: state.now, phase: "open" as const }];
  return remember({ ...state, attempts }, gateway, attempts.length - 1);
}

/** Commits an ending, unless the fence or the journal refuses; either way the gateway reads the journal afresh. */
export function conclude(state: State, gateway: 0 | 1, attempt: number, judgement: Judgement): State {
  if (judgement.phase === "open") return state;
  const isStillOpen = state.attempts[attempt]?.phase === "open" && state.holder === gateway;
  const ended = { ...(state.attempts[attempt] as Attempt), phase: judgement.phase };
  const attempts = isStillOpen ? state.attempts.with(attempt, ended) : state.attempts;
  return remember({ ...state, attempts }, gateway, undefined);
}

type Observation = { readonly seen: State; readonly evidence: Evidence };

/** Everything that a gateway might be shown of an attempt now. */
function* observations(state: State, gateway: 0 | 1, attempt: number, kind: JobKind): Generator<Observation> {
  for (const report of receipts(state, attempt)) yield { seen: state, evidence: { kind: "receipt", report } };
  if (kind === "message") {
    // A replica may be behind by any number of messages.
    for (let shown = 0; shown <= state.topic.length; shown++) yield { seen: state, evidence: topicScan(state, shown) };
    return;
  }
  // Blocks of any age so far; entries from a replica that lags no more than the gap between two look-ups.
  for (let watermark = 0; watermark < state.now; watermark++) {
    for (const lag of [0, lookupGapS / tickS]) yield lookUp(state, gateway, attempt, watermark, watermark - lag);
  }
}

export function topicScan(state: State, shown: number): Evidence {
  const messages = state.topic.slice(0, shown).map(
    (message, i): TopicMessage => ({
      sequenceNumber: BigInt(i + 1),
      consensusTimestamp: timeOf(message.tick),
      message: new Uint8Array(),
      runningHash: new Uint8Array(),
      runningHashVersion: 3,
      payerAccountId: "0.0.5",
      transactionId: message.attempt === "heartbeat" ? `0.0.5@1.${i}` : idOf(message.attempt),
    }),
  );
  return { kind: "topic-scan", after: 0n, messages };
}

export function lookUp(state: State, gateway: 0 | 1, attempt: number, watermark: number, upTo: number): Observation {
  const entries = state.entries
    .filter((entry) => entry.attempt === attempt && entry.tick <= upTo)
    .map((entry): MirrorTransaction => {
      const { tick, result } = entry;
      return { transactionId: idOf(attempt), consensusTimestamp: timeOf(tick), result, entityId: "0.0.9" };
    });
  const lookups = [...(state.looked[gateway] ?? []), { watermark: timeOf(watermark), entries }];
  const kept = worthKeeping(open(state, attempt), lookups);
  return {
    seen: { ...state, looked: state.looked.with(gateway, kept) },
    evidence: { kind: "mirror-lookups", lookups },
  };
}

export function* receipts(state: State, attempt: number): Generator<ReceiptReport> {
  yield { outcome: "not-found" };
  yield { outcome: "pending" };
  yield { outcome: "unknown", detail: "no answer" };
  const own = state.entries.filter((entry) => entry.attempt === attempt);
  const decisive = own.find((entry) => !keeping.includes(entry.result)) ?? own[0];
  if (decisive === undefined || state.now > (state.attempts[attempt] as Attempt).start + receiptTicks) return;
  yield { outcome: "final", status: decisive.result, topicId: "0.0.9", sequenceNumber: 1n };
}
