import * as examples from "./examples.ts";

/** Examples of plants and devices in the OpenAPI document. A test holds each against its schema. */

const keyId = "dk_zqvjm24f33vkk7mcaaye8j242m";
const publicKey = "66be7e332c7a453332bd9d0a7f7db055f5c5ef1a06ada66d98b39fb6810c473a";
const signature = "Q+K1jJD1RHvy5Xlr+SJZ1GNy6LUHo2F7/Icr1t68ZaJQkSdP0gj/ICLQ4rCzhYz5EVMQHZWDlzX9sSoIPdjiBg==";

const unit = (unit_id: string) => ({
  unit_id,
  turbine_type: "francis",
  rated_power_kw: 3000,
  design_head_m: 120,
  design_flow_m3s: 2.9,
});

export const registration = {
  plant_id: "PLANT-HP-002",
  name: "Tirthan",
  time_zone: "Asia/Kolkata",
  commissioned_on: "2021-06-01",
  country: "IN",
  rated_power_kw: 6000,
  design_head_m: 120,
  grid_factor_table: "cea-v21.0",
  location: { latitude: 31.64, longitude: 77.35, elevation_m: 1580, river: "Tirthan", region: "Himachal Pradesh" },
  turbine_units: [unit("U1"), unit("U2")],
  reservoir: { type: "none" },
  grid: { operator: "HPSEBL", connection_point: "Banjar 33 kV", voltage_kv: 33, frequency_hz: 50 },
  signatures: "optional",
  devices: [
    { device_id: "MAIN-METER", kind: "meter", interval_s: 900 },
    { device_id: "U1-SCADA", kind: "turbine", rated_power_kw: 3000, interval_s: 60 },
  ],
};

export const registered = {
  ...registration,
  units: 2,
  turbine_type: "francis",
  design_flow_m3s: 5.8,
};

export const plantDetail = { ...examples.plant, devices: [examples.device] };
export const plantPatch = { signatures: "required" };
export const changedPlant = { ...examples.plant, signatures: "required", devices: [examples.device] };
export const devicePatch = { interval_s: 60 };
export const deviceInForce = { ...examples.device, plant_id: "PLANT-HP-001" };
export const changedDevice = { ...examples.device, interval_s: 60, plant_id: "PLANT-HP-001" };

export const codeRequest = { expires_in_s: 86_400 };
export const claimCode = {
  code: "K7QM3-XVD2T",
  claim_id: "clm_5f2rkq0v9c8hxw3n7d1ytbgm4e",
  plant_id: "PLANT-HP-001",
  device_id: "TURBINE-001",
  expires_at: "2026-05-02T12:00:00.000Z",
  api_key_limits: { scopes: null, networks: null, expires_at: null },
};
export const claim = { code: "K7QM3-XVD2T", public_key: publicKey, proof: signature, api_key: true };
export const claimed = {
  plant_id: "PLANT-HP-001",
  device_id: "TURBINE-001",
  key_id: keyId,
  api_key: "ghdk_live_...",
  api_key_expires_at: null,
  config: "/api/v1/devices/TURBINE-001/config",
};

export const deviceKey = {
  key_id: keyId,
  public_key: publicKey,
  state: "active",
  registered_at: "2026-05-01T12:00:00.000Z",
  ends_at: null,
  revoked_at: null,
  record_id: "rec_5f2rkq0v9c8hxw3n7d1ytbgm4e",
};
export const deviceKeys = { items: [deviceKey], next_cursor: null };
export const rotation = {
  key_id: keyId,
  new_public_key: "0b513ad9b4924015ca0902ed079044d3ac5dbec2306f06948c10da8eb6e39f2d",
  signature: "cqW4IK+PwbOwG+3vZi0zY4yxo4ujdPX30HN0Sp2KK7SWM6bZ/6qjDjqm/UllSASws5+yGBOpGVNZjrm+PXLnBg==",
  proof: "NpyKk4EgvOnvOCr3D7L3Ov+xMJ6EqyhEA2hYaa0/FJlDSvFKPGByeLP0TRr70hXBxmidko8kRRO+wr5ZyadZDA==",
};
export const revocation = { reason: "The cabinet was broken into" };
export const revokedKey = { ...deviceKey, state: "revoked", revoked_at: "2026-05-03T08:00:00.000Z" };

const base = "https://gateway.example";
export const configYaml = `version: "0f3ac2b1d4e5f607"\nplant_id: "PLANT-HP-001"\n`;
export const configEnv = `HYDRO_VERSION=0f3ac2b1d4e5f607\nHYDRO_PLANT_ID=PLANT-HP-001\n`;
export const config = {
  version: "0f3ac2b1d4e5f607",
  base_url: base,
  telemetry_url: `${base}/api/v1/telemetry`,
  config_url: `${base}/api/v1/devices/TURBINE-001/config`,
  keys_url: `${base}/api/v1/plants/PLANT-HP-001/devices/TURBINE-001/keys`,
  plant_id: "PLANT-HP-001",
  device_id: "TURBINE-001",
  device_kind: "turbine",
  time_zone: "Asia/Kolkata",
  interval_s: 300,
  signatures: "required",
  key_id: keyId,
  quantities: ["flow_rate_m3s", "power_output_kw", "energy_kwh"],
  sensor_limits: [],
  late_window_s: 604_800,
  max_ahead_s: 300,
  time_url: `${base}/health/live`,
};

export const importTable = `plant_id,name,time_zone,commissioned_on,country,rated_power_kw,design_head_m,grid_factor_table,turbine_units,devices
HP-TIRTHAN,Tirthan,Asia/Kolkata,2021-06-01,IN,6000,120,cea-v21.0,U1:francis:3000:120:2.9;U2:francis:3000:120:2.9,TIRTHAN-METER:meter::900;TIRTHAN-U1:turbine:3000:60
HP-SAINJ,Sainj,Asia/Kolkata,2019-04-01,IN,4800,95,cea-v21.0,,SAINJ-METER:meter
`;
const row = (line: number, plant_id: string) => ({ line, plant_id, outcome: "created", errors: [] });
export const importReport = {
  dry_run: true,
  created: 2,
  completed: 0,
  unchanged: 0,
  refused: 0,
  rows: [row(2, "HP-TIRTHAN"), row(3, "HP-SAINJ")],
};
