import { expect, test } from "vitest";
import { ConfigurationReplay } from "../../src/audit/configuration-replay.ts";
import { BrokenLink } from "../../src/audit/findings.ts";
import { envelope } from "./envelopes.ts";

const plant = {
  plant_id: "PLANT-1",
  name: "One",
  time_zone: "UTC",
  commissioned_on: "2020-01-01",
  rated_power_kw: 1000,
  design_head_m: 30,
  design_flow_m3s: 4,
};
const device = { device_id: "METER-1", kind: "meter" };

test("what a chain says of its plant and devices is held, and told as it comes", () => {
  const configuration = new ConfigurationReplay();
  const told: string[] = [];
  configuration.ofPlant(envelope(1, "plant", { plant }), ({ plant_id }) => told.push(plant_id));
  configuration.ofDevice(envelope(2, "device", { device }), ({ device_id }) => told.push(device_id));
  expect(told).toEqual(["PLANT-1", "METER-1"]);
  expect(configuration.plant?.rated_power_kw).toBe(1000);
  expect([...configuration.devices.keys()]).toEqual(["METER-1"]);
  expect(configuration.lost).toBeUndefined();
});

test("a chain whose configuration is another plant's is broken there", () => {
  const foreign = envelope(1, "plant", { plant: { ...plant, plant_id: "PLANT-2" } });
  expect(() => new ConfigurationReplay().ofPlant(foreign, () => undefined)).toThrow(BrokenLink);
});

test.each(["plant", "device"] as const)(
  "behind a %s record of a form not known nothing is said to be recomputed, also after one that is known",
  (kind) => {
    const configuration = new ConfigurationReplay();
    const read = (members: Record<string, typeof plant | typeof device | string>) =>
      kind === "plant"
        ? configuration.ofPlant(envelope(1, kind, members), () => undefined)
        : configuration.ofDevice(envelope(1, kind, members), () => undefined);
    expect(read({ [kind]: "of another version" })).toMatchObject({ kind: "unknown" });
    expect(configuration.lost).toMatch(/could not be read/);
    expect(read({ plant, device })).toEqual({ kind: "configuration" });
    expect(configuration.lost).toMatch(/could not be read/);
  },
);
