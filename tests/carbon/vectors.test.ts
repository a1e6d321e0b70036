import { describe, expect, test } from "vitest";
import { carbonAnswer } from "../../src/audit/carbon.ts";
import { calculationAnswer, calculationSchema } from "../../src/issuance/calculation.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { misses, type Outcome, vectorCases, vectorRun } from "./vector-requests.ts";

const ways: Readonly<Record<string, (request: string) => string>> = {
  "the calculator": (request) => JSON.stringify(calculationAnswer(calculationSchema.parse(JSON.parse(request)))),
  "the offline audit": (request) => carbonAnswer(request),
};

function outcomeOf(answer: (request: string) => string, request: unknown): Outcome {
  try {
    return { answer: JSON.parse(answer(JSON.stringify(request))) };
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "rule-violated") throw error;
    const { rule, clause } = error.facts.extensions as { rule: string; clause: string | null };
    return { rule, clause, detail: error.message };
  }
}

describe.each(Object.entries(ways))("through %s", (_name, answer) => {
  test.each(vectorCases.map((one) => [one.id, one] as const))("%s holds at its own tolerance", (_id, one) => {
    const { requests, figures } = vectorRun(one);
    expect(misses(one, figures(requests.map((request) => outcomeOf(answer, request))))).toEqual([]);
  });
});

test("calculator and offline audit give the same bytes", () => {
  for (const one of vectorCases) {
    for (const request of vectorRun(one).requests.map((value) => JSON.stringify(value))) {
      const [first, second] = Object.values(ways).map((answer) => {
        try {
          return answer(request);
        } catch (error) {
          return (error as Fault).message;
        }
      });
      expect(first).toBe(second);
    }
  }
});
