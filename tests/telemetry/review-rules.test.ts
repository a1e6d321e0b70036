import { describe, expect, test } from "vitest";
import {
  type Decision,
  decided,
  firstStanding,
  reopened,
  type Standing,
  whyNotDecidable,
  whyNotReplaceable,
} from "../../src/telemetry/review-rules.ts";

const rule = (outcome: ReturnType<typeof decided>) => ("refusal" in outcome ? outcome.refusal.rule : undefined);
const done = (outcome: ReturnType<typeof decided>) => {
  if ("refusal" in outcome) throw new Error(outcome.refusal.rule);
  return outcome;
};
const flagged = firstStanding("reading", "r", "FLAGGED");
const approved = firstStanding("reading", "r", "APPROVED");

describe("a decision", () => {
  test("turns a flagged or re-opened reading either way, and can be turned again", () => {
    for (const doubted of [flagged, reopened(approved) as Standing]) {
      const accepted = done(decided("approve", doubted, undefined)).record;
      expect(accepted.effectiveStatus).toBe("APPROVED");
      const rejected = done(decided("reject", accepted, undefined)).record;
      expect(rejected.effectiveStatus).toBe("REJECTED");
      expect(done(decided("approve", rejected, undefined)).record.effectiveStatus).toBe("APPROVED");
      expect(rejected.status).toBe(doubted.status);
    }
  });

  test("never lifts a verdict of REJECTED, of a reading or of a correction", () => {
    for (const kind of ["reading", "correction"] as const) {
      const standing = firstStanding(kind, "r", "REJECTED");
      expect(standing.effectiveStatus).toBe("REJECTED");
      for (const decision of ["approve", "reject"] as const) {
        expect(rule(decided(decision, standing, flagged))).toBe("review.rejected-by-rule");
      }
    }
  });

  test("is not possible on what is approved and in no doubt", () => {
    expect(whyNotDecidable(approved)?.rule).toBe("review.not-in-doubt");
  });
});

describe("a later finding", () => {
  test("re-opens what is approved by its own verdict alone", () => {
    expect(reopened(approved)).toMatchObject({ effectiveStatus: "REOPENED", status: "APPROVED" });
    for (const other of [flagged, firstStanding("reading", "r", "REJECTED")]) expect(reopened(other)).toBeUndefined();
  });

  test("leaves alone what a verifier has decided", () => {
    expect(reopened(done(decided("approve", flagged, undefined)).record)).toBeUndefined();
    const seen = done(decided("approve", reopened(approved) as Standing, undefined)).record;
    expect(reopened(seen)).toBeUndefined();
  });
});

describe("a correction", () => {
  const correction = firstStanding("correction", "c", "APPROVED");

  test("does not count before a verifier accepts it, whatever its verdict", () => {
    expect(correction.effectiveStatus).toBe("PROPOSED");
    expect(firstStanding("correction", "c", "FLAGGED").effectiveStatus).toBe("PROPOSED");
  });

  test("replaces when accepted; when it falls later, the other waits for a decision and does not count by itself", () => {
    const accepted = done(decided("approve", correction, approved));
    expect(accepted.record.effectiveStatus).toBe("APPROVED");
    expect(accepted.replaced).toMatchObject({ effectiveStatus: "REPLACED", replacedBy: "c", status: "APPROVED" });
    const fallen = done(decided("reject", accepted.record, accepted.replaced));
    expect(fallen.record.effectiveStatus).toBe("REJECTED");
    expect(fallen.replaced).toMatchObject({ effectiveStatus: "REOPENED", replacedBy: null, comesBackAs: null });
  });

  test("that is rejected unaccepted leaves the other as it is", () => {
    expect(done(decided("reject", correction, approved)).replaced).toBeUndefined();
  });

  test("gives back what was rejected as rejected", () => {
    const rejected = firstStanding("reading", "r", "REJECTED");
    const accepted = done(decided("approve", correction, rejected));
    expect(done(decided("reject", accepted.record, accepted.replaced)).replaced?.effectiveStatus).toBe("REJECTED");
  });

  test("cannot be accepted in the place of what another one has replaced", () => {
    const first = done(decided("approve", correction, approved));
    const second = firstStanding("correction", "d", "APPROVED");
    expect(rule(decided("approve", second, first.replaced))).toBe("review.replaced");
    expect(rule(decided("approve", first.replaced as Standing, undefined))).toBe("review.replaced");
  });

  test("names the record that stands: not a replaced one, nor a correction that does not count", () => {
    const { replaced } = done(decided("approve", correction, approved));
    expect(whyNotReplaceable(replaced as Standing)?.rule).toBe("review.replaced");
    expect(whyNotReplaceable(correction)?.rule).toBe("review.correction-not-accepted");
    expect(whyNotReplaceable(approved)).toBeUndefined();
  });
});

/** A small generator of our own: the same numbers on every machine. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("whatever is filed, decided and found in whatever order, at most one record counts for a device and time", () => {
  let counted = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const next = numbers(seed);
    const verdict = () => (["APPROVED", "APPROVED", "FLAGGED", "REJECTED"] as const)[next(4)] ?? "APPROVED";
    const place: Standing[] = [firstStanding("reading", "0", verdict())];
    const names: (number | undefined)[] = [undefined];
    for (let step = 0; step < 40; step++) {
      const i = next(place.length);
      const standing = place[i] as Standing;
      const act = next(5);
      if (act === 0) place[0] = reopened(place[0] as Standing) ?? (place[0] as Standing);
      else if (act === 1) {
        if (whyNotReplaceable(standing) !== undefined) continue;
        names.push(i);
        place.push(firstStanding("correction", `${place.length}`, verdict()));
      } else {
        const replaces = names[i];
        const decision: Decision = act === 2 ? "reject" : "approve";
        const outcome = decided(decision, standing, replaces === undefined ? undefined : place[replaces]);
        if ("refusal" in outcome) continue;
        place[i] = outcome.record;
        if (replaces !== undefined && outcome.replaced !== undefined) place[replaces] = outcome.replaced;
      }
      const counting = place.filter(({ effectiveStatus }) => effectiveStatus === "APPROVED");
      expect(counting.length, `seed ${seed}, step ${step}`).toBeLessThanOrEqual(1);
      counted += counting.length;
    }
  }
  expect(counted).toBeGreaterThan(1_000);
});
