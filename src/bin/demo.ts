import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Gateway } from "../gateway.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { registerDevice, registerPlant } from "../plants/plants.ts";
import { authenticate, createKey, createOrganisation } from "../tenancy/tenancy.ts";

/** What a newcomer's first curl needs; kept in `demo.json` of the data directory. */
export type Demo = {
  readonly base_url: string;
  readonly mirror_url: string;
  /** Of the broker within the gateway; null where there is none. */
  readonly mqtt_url: string | null;
  readonly api_key: string;
  readonly org_id: string;
  readonly plant_id: string;
  readonly device_id: string;
};

const orgId = "demo";

const plant: Plant = {
  plant_id: "PLANT-HP-001",
  name: "Demo plant",
  time_zone: "Asia/Kolkata",
  commissioned_on: "2010-01-01",
  country: "IN",
  rated_power_kw: 1_000,
  design_head_m: 45,
  design_flow_m3s: 2.8,
  turbine_type: "francis",
  grid_factor_table: "cea-v21.0",
};

const device: Device = { device_id: "TURBINE-001", kind: "turbine", name: "Demo turbine" };

/** Makes the demo organisation, plant, device and key the first time; later starts find them. */
export async function openDemo(gateway: Gateway, dataDir: string): Promise<Demo> {
  const file = join(dataDir, "demo.json");
  const apiKey = await workingKey(gateway, await keyIn(file));
  const demo: Demo = {
    base_url: gateway.baseUrl,
    mirror_url: gateway.mirrorUrl,
    mqtt_url: gateway.mqttUrl ?? null,
    api_key: apiKey,
    org_id: orgId,
    plant_id: plant.plant_id,
    device_id: device.device_id,
  };
  // Whole or not at all: where the disk is full, the key of before stays.
  const written = `${file}.tmp`;
  await rm(written, { force: true });
  await writeFile(written, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  await rename(written, file);
  return demo;
}

async function workingKey({ deps }: Gateway, known: string | undefined): Promise<string> {
  const actor = await authenticate(deps.tenancy, known).catch(() => undefined);
  if (actor !== undefined && known !== undefined) {
    await ensurePlant(deps, actor);
    return known;
  }
  await unlessThere(createOrganisation(deps.tenancy, { orgId, name: "Demo" }));
  const { text } = await createKey(deps.tenancy, {
    orgId,
    roles: ["owner", "operator", "device", "auditor"],
    label: "demo",
  });
  await ensurePlant(deps, await authenticate(deps.tenancy, text));
  return text;
}

async function ensurePlant(deps: Gateway["deps"], actor: Actor): Promise<void> {
  await unlessThere(registerPlant(deps.plants, actor, plant));
  await unlessThere(registerDevice(deps.plants, actor, plant.plant_id, device));
}

async function unlessThere(made: Promise<unknown>): Promise<void> {
  await made.catch((error: unknown) => {
    if (!(error instanceof Fault && error.code === "already-exists")) throw error;
  });
}

async function keyIn(file: string): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(file, "utf8")) as Partial<Demo>).api_key;
  } catch {
    // There is none, or not a whole one: it is made anew.
    return undefined;
  }
}
