import { describe, expect, test } from "vitest";
import { acknowledge, type Look, type Standing, step } from "../../src/monitoring/alert-steps.ts";

const of = (state: Standing["state"], isAcknowledged = false, told = state !== "pending"): Standing => ({
  state,
  isAcknowledged,
  told,
});
const look = (condition: Look["condition"], isSilenced = false): Look => ({ condition, isSilenced });
/** What comes of it, in a line: the state, and the changes; those that somebody is told of with an exclamation mark. */
const outcome = (standing: Standing | undefined, seen: Look) => {
  const made = step(standing, seen);
  const changes = made.changes.map(({ change, isTold }) => `${change}${isTold ? "!" : ""}`);
  return [made.standing?.state ?? "none", ...changes].join(" ");
};

describe("every state and every look", () => {
  const acknowledged = of("acknowledged", true);
  const quiet = of("silenced", false, false);
  test.each<[string, Standing | undefined, Look, string]>([
    ["nothing, nothing new", undefined, look("unknown"), "none"],
    ["nothing, condition over", undefined, look("over"), "none"],
    ["nothing, holds", undefined, look("holds"), "pending pending"],
    ["nothing, holds in a silence", undefined, look("holds", true), "pending pending"],
    ["nothing, fires", undefined, look("fires"), "firing fired!"],
    ["nothing, fires in a silence", undefined, look("fires", true), "silenced fired silenced"],
    ["pending, nothing new", of("pending"), look("unknown"), "pending"],
    ["pending, holds on", of("pending"), look("holds"), "pending"],
    ["pending, over before its time", of("pending"), look("over"), "none"],
    ["pending, long enough", of("pending"), look("fires"), "firing fired!"],
    ["pending, long enough in a silence", of("pending"), look("fires", true), "silenced fired silenced"],
    ["firing, nothing new", of("firing"), look("unknown"), "firing"],
    ["firing, holds on", of("firing"), look("holds"), "firing"],
    ["firing, found again", of("firing"), look("fires"), "firing"],
    ["firing, over", of("firing"), look("over"), "resolved resolved!"],
    ["firing, a silence begins", of("firing"), look("holds", true), "silenced silenced!"],
    ["firing, a silence begins without news", of("firing"), look("unknown", true), "silenced silenced!"],
    ["firing, over as a silence begins", of("firing"), look("over", true), "resolved resolved!"],
    ["acknowledged, holds on", acknowledged, look("holds"), "acknowledged"],
    ["acknowledged, nothing new", acknowledged, look("unknown"), "acknowledged"],
    ["acknowledged, over", acknowledged, look("over"), "resolved resolved!"],
    ["acknowledged, a silence begins", acknowledged, look("holds", true), "silenced silenced!"],
    ["silenced, holds on", of("silenced"), look("holds", true), "silenced"],
    ["silenced, nothing new", of("silenced"), look("unknown", true), "silenced"],
    ["silenced, the silence ends", of("silenced"), look("unknown"), "firing silence-ended!"],
    ["silenced and never told, the silence ends", quiet, look("holds"), "firing silence-ended!"],
    ["acknowledged and silenced, the silence ends", of("silenced", true), look("holds"), "acknowledged silence-ended!"],
    ["silenced after it was told, over", of("silenced"), look("over", true), "resolved resolved!"],
    ["silenced and never told, over", quiet, look("over", true), "resolved resolved"],
    ["silenced and never told, over as the silence ends", quiet, look("over"), "resolved resolved"],
    ["resolved, found again", of("resolved"), look("fires"), "resolved"],
    ["resolved, over", of("resolved"), look("over"), "resolved"],
    ["resolved, in a silence", of("resolved"), look("unknown", true), "resolved"],
  ])("%s", (_name, standing, seen, expected) => {
    expect(outcome(standing, seen)).toBe(expected);
  });

  test("looking twice changes nothing the second time", () => {
    const standings = [
      undefined,
      ...(["pending", "firing", "acknowledged", "silenced"] as const).map((one) => of(one)),
    ];
    for (const standing of standings)
      for (const condition of ["holds", "fires", "over", "unknown"] as const)
        for (const isSilenced of [true, false]) {
          const once = step(standing, look(condition, isSilenced));
          const isOver = once.standing?.state === "resolved" || once.standing === undefined;
          // Of what is over a new one could begin; the same look says over again.
          const again = step(isOver ? undefined : once.standing, look(condition, isSilenced));
          expect([standing?.state, condition, isSilenced, again.changes]).toEqual([
            standing?.state,
            condition,
            isSilenced,
            [],
          ]);
        }
  });
});

describe("an acknowledgement", () => {
  test.each<[Standing, string | undefined]>([
    [of("pending"), undefined],
    [of("resolved"), undefined],
    [of("firing"), "acknowledged acknowledged!"],
    [of("silenced"), "silenced acknowledged!"],
    [of("silenced", false, false), "silenced acknowledged"],
    [of("acknowledged", true), "acknowledged"],
    [of("silenced", true), "silenced"],
  ])("of %o gives %s", (standing, expected) => {
    const made = acknowledge(standing);
    const changes = made?.changes.map(({ change, isTold }) => `${change}${isTold ? "!" : ""}`) ?? [];
    expect(made && [made.standing?.state, ...changes].join(" ")).toBe(expected);
  });

  test("is kept through a silence", () => {
    const silenced = step(of("acknowledged", true), look("holds", true)).standing;
    expect(step(silenced, look("holds")).standing).toEqual({ state: "acknowledged", isAcknowledged: true, told: true });
  });
});
