import { expect, test } from "vitest";
import { programmeNotes } from "../../src/carbon/programmes.ts";

const standings = (country: string | undefined, capacityW: bigint, date = "2026-06-01") =>
  programmeNotes({ country, capacityW, date }).notes.map(({ programme, standing }) => `${programme}: ${standing}`);

test("6 MW in India: VCS, CDM and Article 6.2 are closed; GCC, CCTS and I-REC are there to be asked", () => {
  const notes = standings("IN", 6_000_000n);
  for (const closed of ["Verra VCS", "CDM", "Article 6.2, India"]) expect(notes).toContain(`${closed}: closed`);
  expect(notes).toEqual(
    expect.arrayContaining(["GCC: candidate", "India CCTS offset: unconfirmed", "I-REC(E): candidate"]),
  );
  expect(notes).not.toContain("Verra VCS: candidate");
});

test("a least developed country opens VMR0017 up to 15 MW, and until it leaves the list", () => {
  expect(standings("NP", 15_000_000n)).toContain("Verra VCS: candidate");
  expect(standings("NP", 15_000_001n)).not.toContain("Verra VCS: candidate");
  expect(standings("NP", 15_000_000n, "2027-06-01")).not.toContain("Verra VCS: candidate");
});

test("without a country nothing is said that depends on one", () => {
  expect(standings(undefined, 6_000_000n).join()).not.toMatch(/GCC|India|I-REC|Gold/);
});

test("no note calls what comes out here by a programme's own name", () => {
  const text = JSON.stringify(programmeNotes({ country: "IN", capacityW: 1n, date: "2026-06-01" }));
  expect(text).not.toMatch(/\b(CERs?|VCUs?)\b/);
});
