import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDemo } from "../../src/bin/demo.ts";
import { readConfig } from "../../src/config.ts";
import { type Gateway, startGateway } from "../../src/gateway.ts";

/** A whole gateway and a real Alertmanager: what fires is there, as its own tool shows it, and gone when it is over. */

const patienceMs = 60_000;
const dir = await mkdtemp(join(tmpdir(), "hydro-alertmanager-"));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert(address !== null && typeof address === "object");
  return address.port;
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const endMs = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    assert(Date.now() < endMs, `not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function startAlertmanager() {
  const url = `http://127.0.0.1:${await freePort()}`;
  const file = join(dir, "alertmanager.yml");
  await writeFile(file, "route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n");
  const settings = [`--config.file=${file}`, `--storage.path=${dir}`, `--web.listen-address=${new URL(url).host}`];
  const running = spawn("prometheus-alertmanager", [...settings, "--cluster.listen-address="], { stdio: "ignore" });
  await until("Alertmanager answers", async () => {
    const ready = await fetch(`${url}/-/ready`).catch(() => undefined);
    return ready?.ok ? true : undefined;
  });
  return {
    url,
    /** As `amtool alert query` shows them. */
    alerts(): { labels: Record<string, string>; annotations: Record<string, string>; status: { state: string } }[] {
      const text = execFileSync("amtool", ["--alertmanager.url", url, "alert", "query", "-o", "json"], {
        encoding: "utf8",
      });
      return JSON.parse(text) ?? [];
    },
    async stop() {
      const ended = once(running, "exit");
      running.kill();
      await ended;
    },
  };
}

async function call(gateway: Gateway, key: string, method: string, path: string, body?: object) {
  const response = await fetch(`${gateway.baseUrl}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", prefer: "respond-async" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  assert(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`);
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  return answer as any;
}

const alertmanager = await startAlertmanager();
const { config, secrets } = readConfig({
  DATA_DIR: join(dir, "data"),
  PORT: "0",
  LOG_LEVEL: "silent",
  OUTBOUND_ALLOW: "127.0.0.1",
});
const gateway = await startGateway(config, secrets, { processMetrics: false, alertsEveryMs: 200 });
try {
  const demo = await openDemo(gateway, config.dataDir);
  const send = (head: number) =>
    call(gateway, demo.api_key, "POST", "telemetry", {
      plant_id: demo.plant_id,
      device_id: demo.device_id,
      readings: { flow_rate_m3s: 2.5, head_height_m: head, power_output_kw: 900 },
    });
  await call(gateway, demo.api_key, "POST", "alert-channels", { kind: "alertmanager", target: alertmanager.url });
  const rule = await call(gateway, demo.api_key, "POST", `plants/${demo.plant_id}/alert-rules`, {
    ...{ kind: "threshold", name: "Low head", severity: "critical", quantity: "head_height_m", below: 40 },
  });
  // A rule on values looks at what comes after it was taken up.
  await until("the alert fires", async () => {
    await send(36);
    const { items } = await call(gateway, demo.api_key, "GET", `alerts?state=firing&rule_id=${rule.rule_id}`);
    return items.length > 0 ? true : undefined;
  });
  const shown = await until("Alertmanager shows it", async () => alertmanager.alerts()[0]);
  assert.deepEqual(shown.labels, {
    ...{ alertname: "Low head", service: "hydro-mrv-gateway", kind: "threshold", severity: "critical" },
    ...{ org_id: "demo", plant_id: demo.plant_id, rule_id: rule.rule_id, subject: demo.device_id },
  });
  assert.equal(shown.status.state, "active");
  assert.match(shown.annotations.summary ?? "", /head_height_m of .* is 36, below 40/);
  await send(45);
  await until("Alertmanager hears that it is over", async () =>
    alertmanager.alerts().length === 0 ? true : undefined,
  );
} finally {
  await gateway.stop();
  await alertmanager.stop();
  await rm(dir, { recursive: true, force: true });
}
