import { expect, test } from "vitest";
import { ConfigurationReplay } from "../../src/audit/configuration-replay.ts";
import { BrokenLink } from "../../src/audit/findings.ts";
import { envelope, plant } from "./envelopes.ts";

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

test("what readings were judged by stays behind them, in their plant and in their device", () => {
  const of = () => {
    const configuration = new ConfigurationReplay();
    configuration.ofPlant(envelope(1, "plant", { plant }), () => undefined);
    configuration.ofDevice(envelope(2, "device", { device: { ...device, rated_power_kw: 500 } }), () => undefined);
    const again = (seq: number, members: { readonly plant: object } | { readonly device: object }) => {
      const kind = Object.keys(members)[0] as "plant" | "device";
      const record = envelope(seq, kind, members as never);
      return kind === "plant"
        ? configuration.ofPlant(record, () => undefined)
        : configuration.ofDevice(record, () => undefined);
    };
    return { configuration, again };
  };
  const rated = { ...device, rated_power_kw: 5_000 };
  const before = of();
  before.again(3, { plant: { ...plant, rated_power_kw: 5_000, time_zone: "Asia/Kolkata" } });
  before.again(4, { device: rated });
  expect(() => before.again(5, { device: { ...rated, kind: "turbine" } })).toThrow(/: device\.kind is "turbine"/);
  const { configuration, again } = of();
  configuration.judged("METER-1");
  again(3, { plant: { ...plant, name: "Another name" } });
  for (const [name, value] of [
    ["rated_power_kw", 5_000],
    ["time_zone", "Asia/Kolkata"],
    ["commissioned_on", "2026-01-01"],
  ] as const) {
    expect(() => again(4, { plant: { ...plant, [name]: value } })).toThrow(
      `record 4 (rec_4) of plant PLANT-1: plant.${name} is ${JSON.stringify(value)}, but readings before it were judged by`,
    );
  }
  expect(() => again(4, { device: rated })).toThrow(/: device\.rated_power_kw is 5000/);
  expect(() => again(4, { device: { ...rated, device_id: "METER-2" } })).not.toThrow();
});
