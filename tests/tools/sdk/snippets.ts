import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { design } from "../../../src/http/periods.examples.ts";
import type { Surroundings } from "./live.ts";

/** Runs every snippet of one language as it stands in docs/snippets, and looks at what it says. */

const folder = new URL("../../../docs/snippets", import.meta.url).pathname;
const receiver = "127.0.0.7";
const day = { HYDRO_FROM: "2025-03-01", HYDRO_TO: "2025-03-02" };

/** Of each task: what has to stand in what its snippet says. */
const wanted: Readonly<Record<string, (recordId: string) => readonly (RegExp | string)[]>> = {
  "first-reading": () => [/rec_[0-9a-z]{26}/, /APPROVED|FLAGGED|REJECTED/, "anchored"],
  batch: () => [/accepted(.|\n)*accepted(.|\n)*accepted|"accepted":3/],
  query: (recordId) => [recordId, /(rec_(.|\n)*){3}/],
  proof: () => [/\bvalid$|"valid":true/m, /^(?!(.|\n)*(FAILED|NOT VALID|"valid":false))/],
  // 24 hours of 300 kWh, at 738,250 g/MWh.
  period: () => ["7200000", "5315400"],
  webhook: () => ["verified:", "webhook.test"],
};

export async function runSnippets(
  surroundings: Surroundings,
  extension: "sh" | "ts" | "py" | "java",
  start: (file: string) => readonly string[],
  cwd = folder,
): Promise<void> {
  const recordId = await meteredDay(surroundings);
  const hookFolder = await mkdtemp(join(tmpdir(), "hydro-hook-"));
  const port = await freePort();
  const hook = extension === "sh" ? await writeMessages(port, hookFolder) : undefined;
  try {
    for (const [task, patterns] of Object.entries(wanted)) {
      const said = await outputOf(start(join(folder, `${task}.${extension}`)), cwd, {
        ...surroundings,
        ...day,
        HYDRO_RECORD_ID: recordId,
        HYDRO_HOOK_URL: `http://${receiver}:${port}/hook`,
        HYDRO_HOOK_DIR: hookFolder,
      });
      const missing = patterns(recordId).find((one) =>
        typeof one === "string" ? !said.includes(one) : !one.test(said),
      );
      if (missing !== undefined) throw new Error(`${task}.${extension} does not say ${missing}, but:\n${said}`);
      console.log(`docs/snippets/${task}.${extension} runs`);
    }
  } finally {
    hook?.close();
    await rm(hookFolder, { recursive: true, force: true });
  }
}

/** Runs the example of an SDK's README as it stands, but for the gateway's address. */
export async function runExample(
  { HYDRO_URL, ...surroundings }: Surroundings,
  { readme, language }: Example,
  start: (code: string) => Promise<readonly string[]>,
): Promise<void> {
  const [, code] = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(await readFile(readme, "utf8")) ?? [];
  if (code === undefined) throw new Error(`${readme} shows no example in ${language}`);
  const command = await start(code.replace("http://127.0.0.1:8080", HYDRO_URL));
  const said = await outputOf(command, folder, surroundings);
  if (!/^(APPROVED|FLAGGED|REJECTED) true$/im.test(said)) throw new Error(`the example of ${readme} says:\n${said}`);
  console.log(`the example of ${language}'s README runs`);
}

type Example = { readonly readme: string; readonly language: string };

/** A meter, a design and a day of hourly registers. @returns the id of the last record */
async function meteredDay({ HYDRO_URL, HYDRO_API_KEY, HYDRO_PLANT_ID }: Surroundings): Promise<string> {
  const call = async (method: string, path: string, body: unknown) => {
    const response = await fetch(`${HYDRO_URL}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${HYDRO_API_KEY}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text);
  };
  await call("POST", `plants/${HYDRO_PLANT_ID}/devices`, { device_id: "METER-001", kind: "meter" });
  await call("PUT", `plants/${HYDRO_PLANT_ID}/design`, design);
  const startMs = Date.parse(`${day.HYDRO_FROM}T00:00:00+05:30`);
  const readings = Array.from({ length: 25 }, (_, hour) => ({
    plant_id: HYDRO_PLANT_ID,
    device_id: "METER-001",
    timestamp: new Date(startMs + hour * 3_600_000).toISOString(),
    interval_s: 3600,
    source: "backfill",
    reason: "a day for the snippets",
    readings: { energy_export_kwh_total: 7_000 + 300 * hour, energy_import_kwh_total: 12 },
  }));
  const { items } = await call("POST", "telemetry/batch", readings);
  return items.at(-1).record_id;
}

async function outputOf(
  [program = "", ...args]: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${said}`);
  return said;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, receiver);
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** For curl, which cannot receive: a message's body and headers as files, the signature last. */
async function writeMessages(port: number, into: string): Promise<http.Server> {
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    await writeFile(join(into, "body"), Buffer.concat(chunks));
    for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
      await writeFile(join(into, name), String(request.headers[name]));
    }
    response.writeHead(204).end();
  });
  server.listen(port, receiver);
  await new Promise((resolve) => server.once("listening", resolve));
  return server;
}
