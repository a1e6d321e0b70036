import { expect, test } from "vitest";
import { remember } from "../../src/verification/memory.ts";
import { effectOf, endMs, input, judge, memory, type Situation } from "./builders.ts";

const quantities = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 };
const next = (situation: Situation) => remember(situation.memory, input(situation), judge(situation));

test("the newest reading is what is remembered, exact registers included", () => {
  const situation = { quantities: { ...quantities, energy_export_kwh_total: 1234.567, energy_import_kwh_total: 0 } };
  const { learnt, ...plain } = next(situation);
  expect(learnt).toBeDefined();
  expect(plain).toEqual({
    endMs,
    intervalS: 3600,
    status: "APPROVED",
    flowM3s: 2.5,
    headM: 45,
    powerKw: 900,
    powerStepW: 100_000,
    kind: "turbine",
    unitKw: null,
    exportWh: "1234567",
    importWh: "0",
    register: { stepWh: 1, aheadWh: 0 },
  });
});

test("what was not measured is null, and what was 0 is 0", () => {
  const stopped = next({ quantities: { flow_rate_m3s: 0, power_output_kw: 0 } });
  expect(stopped).toMatchObject({ flowM3s: 0, powerKw: 0, headM: null, exportWh: null, importWh: null });
});

test("an energy figure is remembered as its mean power", () => {
  expect(next({ quantities: { energy_kwh: 225 }, intervalS: 900 }).powerKw).toBe(900);
});

test("a reading older than the newest, or of the same moment, is judged without memory and moves nothing", () => {
  for (const agoS of [0, -3600]) {
    const situation = { quantities, memory: memory(agoS, { powerKw: 0, exportWh: "9" }) };
    const verdict = judge(situation);
    expect(verdict.layers.find(({ layer }) => layer === "temporal")?.applies).toBe(false);
    expect(effectOf(verdict, "temporal.older-than-newest")).toBe("note");
    expect(next(situation)).toBe(situation.memory);
  }
});

test("a register that was not believed starts no difference", () => {
  const before = memory(3600, { exportWh: "5000000", importWh: "0" });
  const rolledBack = { quantities: { ...quantities, energy_export_kwh_total: 4000 }, memory: before };
  expect(judge(rolledBack).status).toBe("REJECTED");
  expect(next(rolledBack)).toMatchObject({ endMs, status: "REJECTED", exportWh: null, importWh: null });
  const jumped = { quantities: { ...quantities, energy_export_kwh_total: 50_000 }, memory: before };
  expect(judge(jumped).status).toBe("REJECTED");
  expect(next(jumped).exportWh).toBe(null);
});

test("an import register that falls is rejected as an export register is", () => {
  const before = memory(3600, { exportWh: "0", importWh: "5000000" });
  expect(judge({ quantities: { ...quantities, energy_import_kwh_total: 4999.999 }, memory: before }).status).toBe(
    "REJECTED",
  );
});

test("a register rejected for another reason still carries on, so that its span is not counted later", () => {
  const situation = {
    quantities: { ...quantities, power_output_kw: 9000, energy_export_kwh_total: 5900 },
    memory: memory(3600, { exportWh: "5000000" }),
  };
  expect(judge(situation).status).toBe("REJECTED");
  expect(next(situation).exportWh).toBe("5900000");
});
