import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Demo, openDemo } from "../../../src/bin/demo.ts";
import { readConfig } from "../../../src/config.ts";
import { startGateway } from "../../../src/gateway.ts";
import { badLine } from "./bad-line.ts";

/** What tests and snippets of the SDKs find in their environment. */
export type Surroundings = {
  readonly HYDRO_URL: string;
  readonly HYDRO_API_KEY: string;
  readonly HYDRO_PLANT_ID: string;
  readonly HYDRO_DEVICE_ID: string;
  /** Of a plant whose readings are samples of an accounting interval. */
  readonly HYDRO_SAMPLING_PLANT_ID: string;
  readonly HYDRO_SAMPLING_DEVICE_ID: string;
  /** Start of a bad line to the gateway: see `bad-line.ts`. */
  readonly HYDRO_BAD_LINE: string;
  /** Golden records and checkpoints. */
  readonly HYDRO_VECTORS: string;
};

/** Where webhooks of the tests are received. */
const receivers = "127.0.0.7/32";

/** Starts a whole gateway with the demo plant, hands it over, and stops it. */
export async function withGateway(use: (surroundings: Surroundings) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "hydro-sdk-"));
  const { config, secrets } = readConfig({ DATA_DIR: dataDir, PORT: "0", OUTBOUND_ALLOW: receivers });
  const gateway = await startGateway(config, secrets, { processMetrics: false });
  const line = await badLine(gateway.baseUrl);
  try {
    const demo = await openDemo(gateway, dataDir);
    const sampling = await samplingPlant(demo);
    await use({
      HYDRO_URL: demo.base_url,
      HYDRO_API_KEY: demo.api_key,
      HYDRO_PLANT_ID: demo.plant_id,
      HYDRO_DEVICE_ID: demo.device_id,
      HYDRO_SAMPLING_PLANT_ID: sampling.plant_id,
      HYDRO_SAMPLING_DEVICE_ID: sampling.devices[0].device_id,
      HYDRO_BAD_LINE: line.url,
      HYDRO_VECTORS: new URL("../../vectors/proof", import.meta.url).pathname,
    });
  } finally {
    await line.close();
    await gateway.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function samplingPlant({ base_url, api_key }: Demo) {
  const plant = {
    ...{ plant_id: "SAMPLING", name: "Sampling", time_zone: "Asia/Kolkata", commissioned_on: "2021-06-01" },
    ...{ rated_power_kw: 1_000, design_head_m: 45, design_flow_m3s: 2.8, accounting: { interval_s: 300 } },
    devices: [{ device_id: "SAMPLING-U1", kind: "turbine" }],
  } as const;
  const headers = { Authorization: `Bearer ${api_key}`, "Content-Type": "application/json" };
  const answer = await fetch(`${base_url}/api/v1/plants`, { method: "POST", headers, body: JSON.stringify(plant) });
  if (answer.status !== 201) throw new Error(`the sampling plant was not registered: ${await answer.text()}`);
  return plant;
}

/** Runs a program to its end. @throws Error when it is missing or fails */
export async function runIn(
  cwd: string,
  [program = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code ?? signal}`);
}
