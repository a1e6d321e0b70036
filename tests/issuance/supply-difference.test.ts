import { describe, expect, test } from "vitest";
import { supplyDifference } from "../../src/issuance/supply-difference.ts";

const watermark = "1800000000.000000000";
const readToMs = 1_800_000_000_000;
/** Settled long before the mirror's time, and just now. */
const [long, now] = [new Date(readToMs - 3_600_000), new Date(readToMs)];

const mint = (amount: bigint, mintedAt: Date | null = long) => ({ amount, mintedAt });
const burn = (units: bigint, settledAt: Date | null = long) =>
  ({ units, settledAt, accountId: null, jobId: "job", state: settledAt === null ? "ordered" : "done" }) as const;
const books = { parts: [mint(100n), mint(50n)], retirements: [burn(30n)], accepted: 0n, watermark };

describe("the supply on the ledger", () => {
  test("that is what was minted less what was burnt differs by nothing", () => {
    expect(supplyDifference(120n, books)).toBe(0n);
  });

  test("that has more or less differs by that much", () => {
    expect(supplyDifference(127n, books)).toBe(7n);
    expect(supplyDifference(100n, books)).toBe(20n);
  });

  test("may or may not have what is under way, or settled after the mirror's time", () => {
    const parts = [...books.parts, mint(40n, null), mint(5n, now)];
    const retirements = [...books.retirements, burn(10n, null)];
    for (const supply of [110n, 120n, 150n, 165n])
      expect(supplyDifference(supply, { ...books, parts, retirements })).toBe(0n);
    expect(supplyDifference(166n, { ...books, parts, retirements })).toBe(1n);
    expect(supplyDifference(109n, { ...books, parts, retirements })).toBe(1n);
  });

  test("is not changed by what was retired into an account, and holds mints that a person accepted", () => {
    const retired = { ...burn(60n), accountId: "0.0.9" };
    expect(supplyDifference(120n, { ...books, retirements: [...books.retirements, retired] })).toBe(0n);
    expect(supplyDifference(133n, { ...books, accepted: 13n })).toBe(0n);
  });

  test("counts a burn once that the registrar has booked and whose statement is public again", () => {
    const booked = { ...burn(20n), jobId: null };
    expect(supplyDifference(100n, { ...books, retirements: [...books.retirements, booked], accepted: -20n })).toBe(0n);
  });

  test("is not judged against what no mirror was read for", () => {
    expect(supplyDifference(0n, { ...books, watermark: undefined })).toBe(0n);
  });
});
