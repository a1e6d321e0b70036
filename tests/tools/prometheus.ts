import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import { ruleFiles } from "../deploy/rules.ts";

export type Series = {
  readonly metric: Readonly<Record<string, string>>;
  /** Time (s) and value; a value may be NaN. */
  readonly values: readonly (readonly [number, string])[];
};
export type FiringAlert = {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
  readonly activeAt: string;
};

export type Prometheus = {
  readonly url: string;
  /** @throws what Prometheus says of the query, if it is none */
  range(
    query: string,
    span: { readonly fromS: number; readonly toS: number; readonly stepS: number },
  ): Promise<Series[]>;
  alerts(): Promise<FiringAlert[]>;
  /** Rules that could not be computed, with why. */
  brokenRules(): Promise<string[]>;
  stop(): Promise<void>;
};

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Prometheus itself with the rules of deploy/prometheus, looking at a gateway every three seconds. */
export async function startPrometheus(dir: string, target: string): Promise<Prometheus> {
  const rulesDir = join(dir, "rules");
  await mkdir(rulesDir, { recursive: true });
  await Promise.all(ruleFiles.map((file) => copyFile(file, join(rulesDir, basename(file)))));
  const config = join(dir, "prometheus.yml");
  await writeFile(
    config,
    stringify({
      global: { scrape_interval: "3s", scrape_timeout: "3s", evaluation_interval: "2s" },
      rule_files: ["rules/*.yml"],
      scrape_configs: [{ job_name: "hydro-gateway", static_configs: [{ targets: [new URL(target).host] }] }],
    }),
  );
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${join(dir, "tsdb")}`];
  const child = spawn("prometheus", [...args, `--web.listen-address=${new URL(url).host}`, "--log.level=warn"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const failed = new Promise<never>((_resolve, reject) => {
    child.once("error", () => reject(new Error("prometheus is missing: install Debian's prometheus")));
    child.once("exit", (code) => reject(new Error(`prometheus ended with ${code}`)));
  });
  failed.catch(() => undefined);
  const ready = async () => {
    while (!(await fetch(`${url}/-/ready`).catch(() => undefined))?.ok)
      await new Promise((done) => setTimeout(done, 100));
  };
  await Promise.race([ready(), failed]);
  const ask = async <T>(path: string, parameters: Record<string, string> = {}): Promise<T> => {
    const response = await fetch(`${url}/api/v1/${path}`, {
      ...(Object.keys(parameters).length > 0 && { method: "POST", body: new URLSearchParams(parameters) }),
    });
    const answer = (await response.json()) as { status: string; error?: string; data: T };
    if (answer.status !== "success") throw new Error(answer.error ?? `status ${response.status}`);
    return answer.data;
  };
  return {
    url,
    async range(query, { fromS, toS, stepS }) {
      const span = { start: String(fromS), end: String(toS), step: String(stepS) };
      return (await ask<{ result: Series[] }>("query_range", { query, ...span })).result;
    },
    alerts: async () => (await ask<{ alerts: FiringAlert[] }>("alerts")).alerts,
    async brokenRules() {
      type Rule = { name: string; lastError?: string };
      const { groups } = await ask<{ groups: { rules: Rule[] }[] }>("rules");
      const all = groups.flatMap(({ rules }) => rules);
      return all.flatMap(({ name, lastError }) => (lastError ? [`${name}: ${lastError}`] : []));
    },
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
