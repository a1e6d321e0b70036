import { describe, expect, test } from "vitest";
import { FlightTimes } from "../../src/anchoring/flight-times.ts";

/** Flies once: questions take a millisecond. @returns when the receipt was found, and how often was asked */
function fly(flights: FlightTimes, arrivesMs: number): { foundMs: number; questions: number } | undefined {
  let sinceMs = 0;
  for (let questions = 1; ; questions++) {
    const restMs = flights.restMs(sinceMs);
    if (restMs === undefined) return undefined;
    sinceMs += restMs + 1;
    if (sinceMs < arrivesMs) continue;
    flights.note(sinceMs);
    return { foundMs: sinceMs, questions };
  }
}

describe("the times at which receipts are asked for", () => {
  test("are left to others as long as no flight is known", () => {
    expect(new FlightTimes().restMs(0)).toBeUndefined();
  });

  test.each([2, 20, 500, 3_000])(
    "find a receipt of a steady ledger of %d ms within two hundredths or 6 ms",
    (latencyMs) => {
      const flights = new FlightTimes();
      flights.note(latencyMs * 1.5);
      for (let flight = 0; flight < 50; flight++) {
        const found = fly(flights, latencyMs);
        if (flight < 10) continue;
        expect(found?.foundMs).toBeLessThanOrEqual(latencyMs + Math.max(6, latencyMs / 50));
        expect(found?.questions).toBeLessThan(30);
      }
    },
  );

  test("follow a ledger that takes between 2 and 4 s, without asking more than 30 times a second", () => {
    const flights = new FlightTimes();
    flights.note(3_000);
    for (let flight = 0; flight < 50; flight++) {
      const arrivesMs = 2_000 + ((flight * 1_237) % 2_000);
      const found = fly(flights, arrivesMs);
      if (found === undefined) throw new Error(`flight ${flight} was given up`);
      // The first question comes when as much as the shortest flight of late is nearly over.
      if (arrivesMs > 2_500) expect(found.foundMs - arrivesMs).toBeLessThanOrEqual(50);
      expect(found.questions).toBeLessThanOrEqual((4_000 / 1_000) * 30);
    }
  });

  test("come to an end when a message takes more than twice as long as any of late", () => {
    const flights = new FlightTimes();
    flights.note(1_000);
    flights.note(1_500);
    expect(flights.restMs(3_000)).toBeGreaterThan(0);
    expect(flights.restMs(3_001)).toBeUndefined();
  });
});
