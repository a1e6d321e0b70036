import { type FaultCode, faultCodes } from "../kernel/fault.ts";
import { problemKinds } from "./problem-kinds.ts";

/** One example of every problem, for the document's `components.examples`: each operation refers to those of its own. */

const recordId = "rec_5f2rkq0v9c8hxw3n7d1ytbgm4e";
const onRecord = { record_id: recordId, record: `/api/v1/records/${recordId}` };

/** Members that some problems have beside those of RFC 9457. */
const members: { readonly [code in FaultCode]?: Readonly<Record<string, unknown>> } = {
  "invalid-request": {
    errors: [{ pointer: "/readings/flow_rate_m3s", rule: "too_small", detail: "must be at least 0" }],
  },
  forbidden: { needed_roles: "operator" },
  "reading-conflict": onRecord,
  "interval-overlap": onRecord,
  "sequence-conflict": onRecord,
  "quota-exceeded": { "violated-policies": ["key"] },
  "rule-violated": { rule: "webhook.most" },
};

const exampleOf = (code: FaultCode) => ({
  summary: problemKinds[code].title,
  value: {
    type: `https://gateway.example/problems/${code}`,
    title: problemKinds[code].title,
    status: problemKinds[code].status,
    detail: problemKinds[code].meaning,
    instance: "urn:request:0b7bb3c4-3f7a-4c0e-9d43-5b5a2a0d6f0e",
    ...members[code],
  },
});

export const problemExamples = Object.fromEntries(faultCodes.map((code) => [code, exampleOf(code)]));

/** References to the examples of some problems. */
export const problemReferences = (codes: readonly FaultCode[]) =>
  Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
