import { describe, expect, test } from "vitest";
import { startOfLocalDay } from "../../src/issuance/local-day.ts";

const at = (date: string, zone: string) => new Date(startOfLocalDay(date, zone)).toISOString();

describe("a local day begins", () => {
  test.each([
    ["at midnight in a zone of half hours", "2025-04-01", "Asia/Kolkata", "2025-03-31T18:30:00.000Z"],
    ["at midnight in UTC", "2025-04-01", "UTC", "2025-04-01T00:00:00.000Z"],
    ["at winter time's midnight before clocks go forward", "2025-03-30", "Europe/Berlin", "2025-03-29T23:00:00.000Z"],
    ["at summer time's midnight after clocks went forward", "2025-03-31", "Europe/Berlin", "2025-03-30T22:00:00.000Z"],
    ["at winter time's midnight after clocks went back", "2025-10-27", "Europe/Berlin", "2025-10-26T23:00:00.000Z"],
    ["at 01:00 where clocks skip midnight", "2024-09-08", "America/Santiago", "2024-09-08T04:00:00.000Z"],
    ["at the first of two midnights", "2025-11-02", "America/Havana", "2025-11-02T04:00:00.000Z"],
    [
      "at the first of two midnights a minute before the clocks go back",
      "2009-11-01",
      "America/St_Johns",
      "2009-11-01T02:30:00.000Z",
    ],
    ["with the next one where the calendar skips it", "2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    ["in the first century as in any other", "0050-06-01", "UTC", "0050-06-01T00:00:00.000Z"],
    ["14 hours before UTC", "2026-01-01", "Pacific/Kiritimati", "2025-12-31T10:00:00.000Z"],
  ])("%s", (_what, date, zone, expected) => {
    expect(at(date, zone)).toBe(expected);
  });

  test("exactly where the day before ends, all year round: 23, 24 or 25 hours later", () => {
    for (const zone of ["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata"]) {
      let before = startOfLocalDay("2024-12-31", zone);
      for (let day = 0; day < 365; day++) {
        const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
        const start = startOfLocalDay(date, zone);
        expect([23, 23.5, 24, 24.5, 25], `${zone} ${date}`).toContain((start - before) / 3_600_000);
        before = start;
      }
    }
  });
});
