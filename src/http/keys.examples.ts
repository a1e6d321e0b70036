import { leftStandingExample } from "./left-standing.ts";

/** Examples of API keys in the OpenAPI document. A test holds each against its schema. */

export const keyRequest = {
  label: "SCADA, gate house",
  roles: ["device"],
  scopes: ["telemetry:write"],
  plants: ["PLANT-HP-001"],
  networks: ["192.0.2.0/24", "2001:db8::/32"],
  expires_at: "2030-01-01T00:00:00Z",
};

export const key = {
  key_id: "3kq9x0m1v7ab",
  label: "SCADA, gate house",
  state: "active",
  roles: ["device"],
  scopes: ["telemetry:write"],
  plants: ["PLANT-HP-001"],
  devices: null,
  networks: ["192.0.2.0/24", "2001:db8::/32"],
  created_at: "2026-05-01T12:00:00.000Z",
  expires_at: "2030-01-01T00:00:00.000Z",
  revoked_at: null,
  last_used_at: "2026-05-01T12:05:00.000Z",
  rotated_to: null,
};

export const keyDetail = { ...key, left_standing: { count: 0, items: [] } };
export const keys = { items: [key], next_cursor: null };
export const newKey = { ...key, last_used_at: null, api_key: "ghdk_live_3kq9x0m1v7ab_..." };
export const keyRotation = { overlap_s: 3600 };
export const rotatedKey = {
  ...newKey,
  key_id: "8zp2c4d6e8f0",
  api_key: "ghdk_live_8zp2c4d6e8f0_...",
  replaces: "3kq9x0m1v7ab",
  old_ends_at: "2026-05-01T13:00:00.000Z",
};
export const revokedKey = {
  ...key,
  state: "revoked",
  revoked_at: "2026-05-02T12:00:00.000Z",
  left_standing: leftStandingExample,
};
