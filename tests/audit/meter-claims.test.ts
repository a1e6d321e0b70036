import { describe, expect, test } from "vitest";
import { checkMeters, MeterClaims, type PlantClaims } from "../../src/audit/meter-claims.ts";
import type { RegisterRecords } from "../../src/audit/register.ts";
import { design } from "../../src/http/periods.examples.ts";
import type { Json } from "../../src/kernel/canonical.ts";
import { envelope } from "./envelopes.ts";

const [meter] = design.meters;
const month = (from: string, to: string): Json => ({
  period: { from_at: `${from}T00:00:00.000Z`, to_at: `${to}T00:00:00.000Z` },
  design: { version: 1 },
});

/** A plant with one main meter that states a month, and mints it where it says so. */
function plant(
  plantId: string,
  meters: readonly object[],
  { from = "2026-03-01", to = "2026-04-01", step = "mint", newer = [] as object[] } = {},
): PlantClaims {
  const chain = new MeterClaims();
  const records = [
    envelope(1, "design", { version: 1, design: { ...design, meters } as unknown as Json }),
    ...newer.map((other) =>
      envelope(2, "design", { version: 2, design: { ...design, meters: [other] } as unknown as Json }),
    ),
    envelope(3, "statement", { statement: month(from, to) }),
    envelope(4, "issuance", { issuance: { step, statement: { seq: 3 } } }),
  ];
  for (const record of records) chain.next({ ...record, plantId });
  return { orgId: "operator", plantId, claims: chain.claims };
}

/** The registrar's whole chain: nothing, or one decision. */
function registerOf(meterOf?: string, holder = "PLANT-1", isWhole = true): RegisterRecords {
  const party = (plantId: string) => ({ organisation: "operator", plant_id: plantId });
  const decision = { clash_id: "cls_1", serial: "X1234567", claimant: party("PLANT-2"), holder: party(holder) };
  const record = envelope(1, "meter-decision", { decision: { ...decision, meter_of: meterOf ?? "" } });
  return { file: "register", isWhole, records: meterOf === undefined ? [] : [{ record, commitment: "" }] };
}

const one = plant("PLANT-1", [meter as object]);
const same = plant("PLANT-2", [{ ...meter, serial: "x-123 4567" }]);

describe("one meter in two plants, by their chains", () => {
  test("earns twice for the same days: found, however its serial is spelt, and not checked without the registrar's chain", () => {
    expect(() => checkMeters([one, same], registerOf())).toThrow(
      "the main meter X1234567 earns at 2026-03-01T00:00:00.000Z by record 3 of plant PLANT-1 and by record 3 of plant PLANT-2",
    );
    for (const register of [undefined, registerOf(undefined, "PLANT-1", false)]) {
      expect(checkMeters([one, same], register)).toMatchObject([{ check: "meters", state: "unchecked" }]);
    }
  });

  test("earns by the design that its month was stated by, also where a newer one named another meter before that", () => {
    const left = plant("PLANT-1", [meter as object], { newer: [{ ...meter, serial: "NEXT" }] });
    expect(() => checkMeters([left, same], registerOf())).toThrow("the main meter X1234567 earns");
  });

  test("holds where the registrar decided of these two that they are two meters", () => {
    expect(checkMeters([one, same], registerOf("distinct"))).toMatchObject([{ state: "ok" }]);
    for (const other of [registerOf("holder"), registerOf("distinct", "PLANT-3")]) {
      expect(() => checkMeters([one, same], other)).toThrow("the main meter X1234567 earns");
    }
  });

  test("holds on other days, where nothing is minted, as a check meter, and where it went from one to the other", () => {
    const moved = { at: "2026-03-15T00:00:00Z", serial: "Y", last: {}, first: {} };
    const arrived = { at: "2026-03-15T00:00:00Z", serial: "X1234567", last: {}, first: {} };
    for (const some of [
      [one, plant("PLANT-2", [meter as object], { from: "2026-04-01", to: "2026-05-01" })],
      [one, plant("PLANT-2", [meter as object], { step: "approve" })],
      [one, plant("PLANT-2", [{ ...meter, role: "check", checks: "METER-9" }])],
      [
        plant("PLANT-1", [{ ...meter, replacements: [moved] }]),
        plant("PLANT-2", [{ ...meter, serial: "Z", replacements: [arrived] }]),
      ],
      [one, one],
    ]) {
      expect(checkMeters(some, registerOf())).toMatchObject([{ state: "ok" }]);
    }
    const early = plant("PLANT-2", [
      { ...meter, serial: "Z", replacements: [{ ...arrived, at: "2026-03-14T00:00:00Z" }] },
    ]);
    expect(() => checkMeters([plant("PLANT-1", [{ ...meter, replacements: [moved] }]), early], registerOf())).toThrow(
      "earns at 2026-03-14T00:00:00.000Z",
    );
  });
});
