import { keyStateAt } from "../hydropower/device-key.ts";
import { type Device, neededQuantities, type Plant } from "../hydropower/plant.ts";
import type { Actor } from "../kernel/actor.ts";
import { contentHash, type Json } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { deviceAheadMs, deviceLateMs } from "../kernel/time.ts";
import { mayUseDevice, mayUsePlant, readers, requireRole, senders } from "../tenancy/scope.ts";
import type { PlantDeps } from "./append.ts";
import { listDeviceKeys } from "./device-key-store.ts";
import * as store from "./store.ts";

/** All that an agent needs beside its own secret: nothing in it is one. */
export type DeviceConfig = {
  /** Changes whenever anything below does. */
  readonly version: string;
  readonly base_url: string;
  readonly telemetry_url: string;
  readonly config_url: string;
  readonly keys_url: string;
  readonly plant_id: string;
  readonly device_id: string;
  readonly device_kind: Device["kind"];
  readonly time_zone: string;
  /** Seconds between readings. */
  readonly interval_s: number;
  readonly signatures: "optional" | "required";
  /** The device's key in use; null: it has none. */
  readonly key_id: string | null;
  /** A reading carries one of these at least; null: any. */
  readonly quantities: readonly string[] | null;
  readonly sensor_limits: Json;
  /** Signatures of readings are taken this long after they were made. */
  readonly late_window_s: number;
  /** A clock further ahead is refused. */
  readonly max_ahead_s: number;
  /** Whose `Date` header gives the gateway's time. */
  readonly time_url: string;
};

const defaultIntervalS = 300;

/**
 * The configuration of a device by its id alone: an organisation has each id once, so that an agent needs no more.
 *
 * @param baseUrl under which callers reach the gateway
 * @throws {Fault} `forbidden`, `not-found`
 */
export async function getDeviceConfig(
  deps: PlantDeps,
  actor: Actor,
  deviceId: string,
  baseUrl: string,
): Promise<DeviceConfig> {
  requireRole(actor, [...readers, ...senders]);
  const { orgId } = actor;
  const found = mayUseDevice(actor, deviceId)
    ? await store.findDevice(deps.db.of(actor.orgId), { orgId, deviceId })
    : undefined;
  if (found === undefined || !mayUsePlant(actor, found.plantId)) {
    throw new Fault("not-found", `There is no device ${deviceId} in your organisation: register it, or check the id.`);
  }
  const { plantId, device } = found;
  const plant = await store.findPlant(deps.db.of(actor.orgId), orgId, plantId);
  assertState(plant !== undefined, "a device without its plant");
  const keys = await listDeviceKeys(deps.db.of(actor.orgId), { orgId, plantId, deviceId });
  const nowMs = deps.clock.nowMs();
  const keyId = keys.find((key) => keyStateAt(key, nowMs) === "active")?.keyId;
  return configOf({ plant, device, keyId, baseUrl });
}

function configOf(facts: { plant: Plant; device: Device; keyId: string | undefined; baseUrl: string }): DeviceConfig {
  const { plant, device, keyId, baseUrl } = facts;
  const content = {
    base_url: baseUrl,
    telemetry_url: `${baseUrl}/api/v1/telemetry`,
    config_url: `${baseUrl}/api/v1/devices/${device.device_id}/config`,
    keys_url: `${baseUrl}/api/v1/plants/${plant.plant_id}/devices/${device.device_id}/keys`,
    plant_id: plant.plant_id,
    device_id: device.device_id,
    device_kind: device.kind,
    time_zone: plant.time_zone,
    interval_s: device.interval_s ?? defaultIntervalS,
    signatures: plant.signatures ?? "optional",
    key_id: keyId ?? null,
    quantities: neededQuantities(device.kind) ?? null,
    sensor_limits: (device.sensor_limits ?? []).map(({ quantity, least, most }) => ({ quantity, least, most })),
    late_window_s: deviceLateMs / 1000,
    max_ahead_s: deviceAheadMs / 1000,
    time_url: `${baseUrl}/health/live`,
  };
  return { version: contentHash(content).slice(0, 16), ...content };
}

export const configFormats = ["json", "yaml", "env"] as const;
export type ConfigFormat = (typeof configFormats)[number];

/** The configuration as a file: JSON, YAML 1.2, or lines of `HYDRO_NAME=value` for a shell, systemd or a container. */
export function configText(config: DeviceConfig, format: ConfigFormat): string {
  if (format === "json") return `${JSON.stringify(config, null, 2)}\n`;
  const members = Object.entries(config);
  // Every JSON value is one of YAML.
  if (format === "yaml") return members.map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`).join("");
  return members.map(([name, value]) => `HYDRO_${name.toUpperCase()}=${envValue(value)}\n`).join("");
}

function envValue(value: unknown): string {
  const text = value === null ? "" : Array.isArray(value) ? value.map(envItem).join(",") : String(value);
  return /^[\w.:/@%+,=-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A sensor's range as `quantity:least:most`. */
function envItem(item: unknown): string {
  return typeof item === "object" && item !== null ? Object.values(item).join(":") : String(item);
}
