import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newOrigin } from "../../src/anchoring/identity.ts";
import { anchoringSchema, plantSchema, publicFieldsOf } from "../../src/hydropower/plant.ts";
import {
  longestPublicFormBytes,
  mostPublicFormBytes,
  type PublicField,
  publicFieldNames,
  publicForm,
  publicFormBytes,
} from "../../src/hydropower/public-fields.ts";
import { energyQuantities, quantities, quantityNames } from "../../src/hydropower/quantities.ts";
import type { Json } from "../../src/kernel/canonical.ts";
import { longestMessageBytes, type PublicFields } from "../../src/proof/checkpoint-message.ts";
import { signRecordMessage } from "../../src/proof/record-message.ts";
import { testSigner } from "../proof/fixtures.ts";
import { pilotPlant } from "../support/pilot.ts";

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const digits = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map(String);

/** A record of any approved reading, as far as its public form is concerned. */
const record = fc.record({
  plant_id: id,
  device_id: id,
  org_id: id,
  timestamp: fc
    .date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true })
    .map((at) => at.toISOString()),
  interval_s: fc.option(fc.integer({ min: 1, max: 86_400 }), { nil: undefined }),
  readings: fc.record(
    Object.fromEntries(
      quantityNames.map((name) => {
        const { min, max } = quantities[name];
        const isEnergy = (energyQuantities as readonly string[]).includes(name);
        return [
          name,
          isEnergy ? fc.integer({ min: 0, max: 1e15 }).map((wh) => wh / 1000) : fc.double({ min, max, noNaN: true }),
        ];
      }),
    ),
  ),
  verification: fc.record({
    status: fc.constant("APPROVED"),
    trust_score: fc.integer({ min: 0, max: 10_000 }).map((score) => score / 10_000),
  }),
  carbon: fc.record({ estimate: fc.constant(true), energy_wh: fc.option(digits), er_g: fc.option(digits) }),
});
const fields = fc.subarray([...publicFieldNames], { minLength: 1 });

describe("the public form of a record", () => {
  test("never takes more bytes than were reckoned with when the fields were chosen", () => {
    fc.assert(
      fc.property(record, fields, (members, chosen) => {
        const { length } = publicFormBytes(members as { [name: string]: Json }, chosen);
        expect(length).toBeLessThanOrEqual(mostPublicFormBytes(chosen));
      }),
      { numRuns: 500 },
    );
  });

  test("at its longest fits into one message, whatever the log's size", async () => {
    const signer = await testSigner(newOrigin({ bytes: (length) => new Uint8Array(length) }), "0e".repeat(32));
    const longest: PublicFields = { plant_id: "x".repeat(longestPublicFormBytes - '{"plant_id":""}'.length) };
    const said = { commitment: new Uint8Array(32), leafIndex: Number.MAX_SAFE_INTEGER, fields: longest };
    expect((await signRecordMessage(said, signer)).length).toBeLessThanOrEqual(longestMessageBytes);
  });

  test("holds the chosen fields with the record's own values, and nothing else of it", () => {
    const members = {
      id: "rec_x",
      salt: "00",
      plant_id: "P",
      device_id: "T",
      readings: { ph: 7.1, flow_rate_m3s: 2 },
      verification: { status: "APPROVED", trust_score: 0.98 },
      carbon: { estimate: true, energy_wh: null, er_g: null },
    };
    expect(publicForm(members, ["ph", "status", "head_height_m"])).toEqual({ ph: 7.1, status: "APPROVED" });
    expect(publicForm(members, ["er_g"])).toEqual({ er_g: null, estimate: true });
  });
});

describe("a plant's choice", () => {
  const choose = (choice: object) => plantSchema.safeParse({ ...pilotPlant, ...choice });
  const messages = (choice: object) =>
    choose(choice).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

  test("is the log alone, when it says nothing", () => {
    expect(publicFieldsOf(plantSchema.parse(pilotPlant))).toBeUndefined();
    expect(choose({ anchor_mode: "log" }).success).toBe(true);
  });

  test("of too many fields for one message is refused, with how many bytes they may take", () => {
    expect(messages({ anchor_mode: "record", public_fields: [...publicFieldNames] })).toEqual([
      expect.stringMatching(
        /^public_fields: these fields may take 1\d{3} bytes of a message, and 700 fit: choose fewer$/,
      ),
    ]);
    const fit: PublicField[] = [];
    for (const name of publicFieldNames)
      if (mostPublicFormBytes([...fit, name]) <= longestPublicFormBytes) fit.push(name);
    expect(choose({ anchor_mode: "record", public_fields: fit }).success).toBe(true);
    expect(fit.length).toBeGreaterThan(10);
  });

  test.each<[object, RegExp]>([
    [{ anchor_mode: "record" }, /needs the fields/],
    [{ public_fields: ["ph"] }, /only with anchor_mode record/],
    [{ anchor_mode: "log", public_fields: ["ph"] }, /only with anchor_mode record/],
    [{ anchor_mode: "record", public_fields: [] }, /public_fields/],
    [{ anchor_mode: "record", public_fields: ["ph", "ph"] }, /each field once/],
    [{ anchor_mode: "record", public_fields: ["salt"] }, /public_fields/],
    [{ anchor_mode: "record", public_fields: ["id"] }, /public_fields/],
    [{ anchor_mode: "both" }, /anchor_mode/],
  ])("%j is refused", (choice, why) => {
    expect(messages(choice)?.join()).toMatch(why);
  });

  test("made later says its mode", () => {
    expect(anchoringSchema.safeParse({}).success).toBe(false);
    expect(anchoringSchema.safeParse({ anchor_mode: "log" }).success).toBe(true);
    expect(anchoringSchema.safeParse({ anchor_mode: "record", public_fields: ["ph"] }).success).toBe(true);
    expect(anchoringSchema.safeParse({ anchor_mode: "record", public_fields: [...publicFieldNames] }).success).toBe(
      false,
    );
  });
});
