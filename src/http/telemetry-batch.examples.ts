import { instantaneousReading, meteredReading } from "./examples.ts";

/** Examples of the batch call. */

export const batch = [
  meteredReading,
  { ...meteredReading, timestamp: "2026-05-01T13:00:00Z" },
  { ...instantaneousReading, device_id: "TURBINE-9" },
];

export const batchLines = `${batch.map((reading) => JSON.stringify(reading)).join("\n")}\n`;

const recorded = (index: number, id: string, seq: number) => ({
  index,
  result: "accepted",
  record_id: id,
  seq,
  status: "APPROVED",
  trust_score: 0.985,
});

const accepted = [recorded(0, "rec_5f2rkq0v9c8hxw3n7d1ytbgm4e", 17), recorded(1, "rec_9w3n7d1ytbgm4e5f2rkq0v9c8h", 18)];

const refused = {
  index: 2,
  result: "refused",
  problem: {
    type: "https://gateway.example/problems/not-found",
    title: "Not found",
    status: 404,
    detail: "There is no device TURBINE-9 at the plant PLANT-HP-001.",
  },
};

const totals = (received: number, refusals: number) => ({
  received,
  accepted: 2,
  duplicates: 0,
  refused: refusals,
  verdicts: { APPROVED: 2, FLAGGED: 0, REJECTED: 0 },
});

export const wholeAnswer = { totals: totals(2, 0), items: accepted };
export const partialAnswer = { totals: totals(3, 1), items: [...accepted, refused] };
export const answerLines = `${[...partialAnswer.items, { totals: partialAnswer.totals, complete: true }]
  .map((line) => JSON.stringify(line))
  .join("\n")}\n`;
