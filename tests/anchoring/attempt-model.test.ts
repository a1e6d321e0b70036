import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Evidence, judgeAttempt, nanosOf } from "../../src/anchoring/attempt.ts";
import {
  type Bounds,
  conclude,
  effects,
  handled,
  heartbeat,
  isSettled,
  type JobKind,
  type Judge,
  journalFresh,
  lookUp,
  open,
  receipts,
  remember,
  type State,
  start,
  successors,
  topicScan,
} from "./attempt-model.ts";

/** What a whole walk may spend. A topic needs more ticks, because its absence is proven by two look-ups. */
const walked: Record<JobKind, Bounds> = {
  message: { ticks: 2, attempts: 2, sends: 3, beats: 1, handOvers: 1 },
  topic: { ticks: 5, attempts: 2, sends: 2, beats: 0, handOvers: 1 },
};
/** What a random walk may spend. */
const roamed: Bounds = { ticks: 14, attempts: 4, sends: 9, beats: 4, handOvers: 5 };

type Walk = { readonly states: number; readonly worst: number; readonly doubled: State | undefined };

/** Every state that can be reached within the bounds, by any interleaving. Stops at the first double effect. */
function walk(kind: JobKind, judge: Judge, within: Bounds, visit: (state: State) => void = () => {}): Walk {
  const seen = new Set([JSON.stringify(start)]);
  const waiting = [start];
  let worst = 0;
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    visit(state);
    worst = Math.max(worst, effects(state));
    if (worst > 1) return { states: seen.size, worst, doubled: state };
    for (const next of successors(state, kind, judge, within)) {
      if (next === state) continue;
      const key = JSON.stringify(next);
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push(next);
    }
  }
  return { states: seen.size, worst, doubled: undefined };
}

/**
 * From here on nothing fails any more: the network handles what it took, the mirror advances. One gateway
 * does what the sequencer does: settle by receipt, else send while the window is open, else look.
 */
function healthyRun(from: State, kind: JobKind, judge: Judge, most: number): State {
  const gateway = from.holder;
  let state = remember(from, gateway, undefined);
  for (let step = 0; step < most && !isSettled(state); step++) {
    for (const attempt of state.copies) state = handled(state, kind, state.copies.slice(1), attempt, "SUCCESS");
    const newest = state.attempts.length - 1;
    if (state.attempts[newest]?.phase !== "open") {
      state = journalFresh(state, gateway);
      continue;
    }
    state = remember({ ...state, looked: state.looked }, gateway, newest);
    const before = state;
    for (const report of receipts(state, newest)) {
      state = conclude(state, gateway, newest, judge(open(state, newest), { kind: "receipt", report }));
      if (state !== before) break;
    }
    if (state !== before) continue;
    if (state.now <= (state.attempts[newest]?.start ?? 0)) state = { ...state, copies: [...state.copies, newest] };
    else state = look(state, kind, judge, newest);
    state = { ...state, now: state.now + 1 };
  }
  return state;
}

function look(state: State, kind: JobKind, judge: Judge, attempt: number): State {
  const gateway = state.holder;
  if (kind === "message") {
    const beaten = heartbeat(state);
    return conclude(beaten, gateway, attempt, judge(open(state, attempt), topicScan(beaten, beaten.topic.length)));
  }
  // Two look-ups of one watch, two ticks apart; the mirror is whole up to the tick before.
  const first = lookUp(state, gateway, attempt, state.now - 1, state.now - 1);
  const later = { ...first.seen, now: state.now + 2 };
  const second = lookUp(later, gateway, attempt, later.now - 1, later.now - 1);
  return conclude(second.seen, gateway, attempt, judge(open(state, attempt), second.evidence));
}

function mustSettle(state: State, kind: JobKind): void {
  const settled = healthyRun(state, kind, judgeAttempt, 30);
  if (!isSettled(settled) || effects(settled) !== 1) throw new Error(`stuck: ${JSON.stringify({ state, settled })}`);
}

describe.each<JobKind>(["message", "topic"])("a %s", (kind) => {
  test("takes effect at most once in every reachable state, and settles from each once the faults stop", () => {
    const { states, worst } = walk(kind, judgeAttempt, walked[kind], (state) => mustSettle(state, kind));
    expect(worst).toBe(1);
    expect(states).toBeGreaterThan(50_000);
  }, 120_000);

  test("does so on long random walks, too", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 30, maxLength: 90 }), (choices) => {
        let state = start;
        for (const choice of choices) {
          const next = [...successors(state, kind, judgeAttempt, roamed)];
          if (next.length === 0) break;
          state = next[choice % next.length] as State;
          expect(effects(state)).toBeLessThanOrEqual(1);
        }
        mustSettle(state, kind);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

/** The rule that is tried, with one of its cautions thrown away. Each of them has doubled somebody's mint. */
const naive: readonly { readonly name: string; readonly kind: JobKind; readonly judge: Judge }[] = [
  {
    name: "a fresh id after a timeout",
    kind: "message",
    judge: (attempt, evidence) => (hasNoReceipt(evidence) ? dead : judgeAttempt(attempt, evidence)),
  },
  {
    name: "a failure that keeps the id taken for its end",
    kind: "message",
    judge: (attempt, evidence) => (isAnyFailure(evidence) ? dead : judgeAttempt(attempt, evidence)),
  },
  {
    name: "absence from the topic without a watermark",
    kind: "message",
    judge: (attempt, evidence) => withoutWatermark(judgeAttempt(attempt, evidence), evidence),
  },
  {
    name: "absence at a watermark inside the window",
    kind: "message",
    judge: (attempt, evidence) => judgeAttempt({ ...attempt, validDurationS: attempt.validDurationS - 1 }, evidence),
  },
  {
    name: "a single look-up",
    kind: "topic",
    judge: (attempt, evidence) => judgeAttempt(attempt, lookedTwice(evidence)),
  },
];

const dead = { phase: "dead", ending: "naive" } as const;

function hasNoReceipt(evidence: Evidence): boolean {
  return evidence.kind === "receipt" && evidence.report.outcome === "not-found";
}

function isAnyFailure(evidence: Evidence): boolean {
  return evidence.kind === "receipt" && evidence.report.outcome === "final" && evidence.report.status !== "SUCCESS";
}

function withoutWatermark(judgement: ReturnType<Judge>, evidence: Evidence): ReturnType<Judge> {
  return evidence.kind === "topic-scan" && judgement.phase === "open" ? dead : judgement;
}

/** Pretends that the newest look-up was made again much later. */
function lookedTwice(evidence: Evidence): Evidence {
  const newest = evidence.kind === "mirror-lookups" ? evidence.lookups.at(-1) : undefined;
  if (evidence.kind !== "mirror-lookups" || newest?.watermark === undefined) return evidence;
  const later = { ...newest, watermark: `${Number(nanosOf(newest.watermark) / 1_000_000_000n) + 600}` };
  return { ...evidence, lookups: [...evidence.lookups, later] };
}

test.each(naive)(
  "the walk finds what $name doubles",
  ({ kind, judge }) => {
    expect(walk(kind, judge, walked[kind]).worst).toBe(2);
  },
  60_000,
);
