import { expect, test } from "vitest";
import { creditingSpan, daysOf, requireClosable } from "../../src/carbon/bounds.ts";
import { factorTables } from "../../src/carbon/factors.ts";
import { type Rulebook, rulebooks } from "../../src/carbon/rulebook.ts";
import { refusalOf } from "./requests.ts";

const acm = rulebooks.get("acm0002-v22.0") as Rulebook;
const vmr = rulebooks.get("vmr0017-v1.0") as Rulebook;
const cea = factorTables.get("cea-v21.0");
const crediting = { kind: "7x3", start: "2024-07-01" } as const;
const closing = (from: string, to: string, fixedYear?: string) =>
  refusalOf(() => requireClosable({ from, to }, acm, crediting, cea, fixedYear))?.rule;

test("days are calendar days, leap years included", () => {
  expect(daysOf({ from: "2024-01-01", to: "2025-01-01" })).toBe(366);
  expect(daysOf({ from: "2025-01-01", to: "2025-01-02" })).toBe(1);
});

test("crediting runs three times seven years, or once ten", () => {
  const at = (day: string) => creditingSpan(acm, "7x3", "2024-07-01", day);
  expect(at("2024-06-30")).toBe(undefined);
  expect(at("2031-06-30")).toEqual({ number: 1, from: "2024-07-01", to: "2031-07-01" });
  expect(at("2031-07-01")?.number).toBe(2);
  expect([at("2045-06-30")?.number, at("2045-07-01")]).toEqual([3, undefined]);
  expect(creditingSpan(acm, "10", "2024-07-01", "2034-06-30")?.number).toBe(1);
  expect(creditingSpan(acm, "10", "2024-07-01", "2034-07-01")).toBe(undefined);
  expect(refusalOf(() => creditingSpan(vmr, "10", "2024-07-01", "2025-01-01"))?.rule).toBe("crediting.unknown-kind");
  expect(creditingSpan(vmr, "5x3", "2027-07-01", "2033-01-01")?.number).toBe(2);
});

test("a crediting that began on a leap day turns on the first of March", () => {
  const at = (day: string) => creditingSpan(acm, "7x3", "2024-02-29", day)?.number;
  expect([at("2031-02-28"), at("2031-03-01")]).toEqual([1, 2]);
});

test("the last day of a crediting period that began on a leap day can be in a period that closes", () => {
  const leap = { kind: "7x3", start: "2024-02-29" } as const;
  const to = (day: string) =>
    refusalOf(() => requireClosable({ from: "2031-02-01", to: day }, acm, leap, undefined, undefined))?.rule;
  expect([to("2031-03-01"), to("2031-03-02")]).toEqual([undefined, "period.crosses-crediting-period"]);
  expect(creditingSpan(acm, "7x3", "2024-02-29", "2031-02-28")).toEqual({
    ...{ number: 1, from: "2024-02-29", to: "2031-03-01" },
  });
});

test("a period that closes stays in one vintage, one factor year and one crediting period", () => {
  expect(closing("2025-01-01", "2025-04-01")).toBe(undefined);
  expect(closing("2025-03-01", "2025-04-02")).toBe("period.crosses-factor-year");
  expect(closing("2025-12-01", "2026-01-02")).toBe("period.crosses-vintage");
  expect(closing("2031-06-01", "2031-07-02")).toBe("period.crosses-crediting-period");
  expect(closing("2024-06-01", "2024-07-01")).toBe("period.crosses-crediting-period");
  const withoutTable = () =>
    requireClosable({ from: "2025-03-01", to: "2025-05-01" }, acm, crediting, undefined, undefined);
  expect(refusalOf(withoutTable)).toBe(undefined);
});

test("a year's factor that is fixed ex ante serves for a whole vintage", () => {
  expect(closing("2025-01-01", "2026-01-01")).toBe("period.crosses-factor-year");
  expect(closing("2025-01-01", "2026-01-01", "2024-25")).toBe(undefined);
  expect(closing("2025-12-01", "2026-01-02", "2024-25")).toBe("period.crosses-vintage");
});
