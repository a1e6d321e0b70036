import { expect, test } from "vitest";
import { featureNames } from "../../src/fraud/features.ts";
import { attribution } from "../../src/fraud/forest.ts";
import { priorForest } from "../../src/fraud/prior.ts";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import { operationOf } from "../../src/verification/operation.ts";
import { operationFeatures } from "../../src/verification/statistical.ts";
import { input, judge } from "./builders.ts";

const detailOf = (quantities: Quantities) =>
  judge({ quantities }).reasons.find(({ rule }) => rule === "statistical.unusual")?.detail;

const highHead = { flow_rate_m3s: 1.2, head_height_m: 56, power_output_kw: 560 };
const noPower = { flow_rate_m3s: 2.6, head_height_m: 45, power_output_kw: 10 };

test("the vote's reason names the feature whose splits set the reading apart most, with its share", () => {
  const features = operationFeatures(input({ quantities: noPower }).plant, operationOf(input({ quantities: noPower })));
  const shares = attribution(priorForest, features as number[]);
  const most = Math.max(...shares);
  expect(featureNames[shares.indexOf(most)]).toBe("implied_efficiency");
  expect(detailOf(noPower)).toMatch(
    new RegExp(`isolation score 0\\.\\d+, mostly for power from that water \\(${Math.round(100 * most)} %\\)$`),
  );
});

test("another oddity is explained by another feature, and the same reading always in the same words", () => {
  expect(detailOf(highHead)).toContain("mostly for head (");
  expect(detailOf(highHead)).toBe(detailOf({ ...highHead }));
});

test("a usual reading is explained by nothing", () => {
  expect(detailOf({ flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 })).toBeUndefined();
});
