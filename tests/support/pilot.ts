import type { Device, Plant } from "../../src/hydropower/plant.ts";

/** The pilot plant of the tests: the same as the demo's, under an organisation of the test's own. */
export const pilotPlant: Plant = {
  plant_id: "PLANT-HP-001",
  name: "Pilot plant",
  time_zone: "Asia/Kolkata",
  commissioned_on: "2015-01-01",
  country: "IN",
  rated_power_kw: 1_000,
  design_head_m: 45,
  design_flow_m3s: 2.8,
  turbine_type: "francis",
  grid_factor_table: "cea-v21.0",
};

export const pilotTurbine: Device = { device_id: "TURBINE-001", kind: "turbine" };

/** The seed body, with changes. */
export const pilotBody = (readings: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
  plant_id: pilotPlant.plant_id,
  device_id: pilotTurbine.device_id,
  ...more,
  readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900, ...readings },
});
