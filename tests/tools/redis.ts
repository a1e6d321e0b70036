import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@redis/client";
import { openDemo } from "../../src/bin/demo.ts";
import { readConfig } from "../../src/config.ts";
import { type Gateway, startGateway } from "../../src/gateway.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import type { LocalLedger } from "../../src/ledger/local/node.ts";
import { embeddedDatabase, runningPostgresUrl } from "../../src/platform/embedded-postgres.ts";
import { Listener } from "../monitoring/listener.ts";
import { RedisServer } from "../support/redis-server.ts";

/** Two gateways on one database and a real Redis: what it carries, what it holds, and what happens without it. */

const dir = await mkdtemp(join(tmpdir(), "hydro-redis-"));
const redis = await RedisServer.start();

/** What the gateways say over Redis, and what they keep there. */
async function lookInto() {
  const client = createClient({ url: redis.url });
  client.on("error", () => undefined);
  await client.connect();
  const said: string[] = [];
  const listener = client.duplicate();
  listener.on("error", () => undefined);
  await listener.connect();
  await listener.pSubscribe("hydro:*:streams", (text) => said.push(text));
  const close = () => {
    for (const one of [listener, client]) one.destroy();
  };
  return { client, said, close };
}

const env = {
  REDIS_URL: redis.url,
  PORT: "0",
  LOG_LEVEL: "silent",
  LOG_KEY_FILE: join(dir, "log-key.pem"),
  PLANT_SECRET_FILE: join(dir, "plant-secret"),
  AUTH_KEY_FILE: join(dir, "auth-key.pem"),
  AUTH_SECRET_FILE: join(dir, "auth-secret"),
};
const one = readConfig({ ...env, DATA_DIR: join(dir, "one") });
const first = await startGateway(one.config, one.secrets, { processMetrics: false });
const local = first.localLedger as LocalLedger;
const ledger = createHederaLedger({
  network: "local",
  operatorId: local.operator.accountId,
  operatorKey: local.operator.privateKeyDer,
  mirrorUrl: local.mirrorUrl,
  signers: {},
  nodes: local.network,
});
const databaseUrl = (await runningPostgresUrl(one.config.dataDir, embeddedDatabase)) as string;
const two = readConfig({ ...env, DATA_DIR: join(dir, "two"), DATABASE_URL: databaseUrl });
const second = await startGateway(two.config, two.secrets, { processMetrics: false, ledger });
const demo = await openDemo(first, one.config.dataDir);
const headers = {
  authorization: `Bearer ${demo.api_key}`,
  "content-type": "application/json",
  prefer: "respond-async",
};

async function post(gateway: Gateway, power: number): Promise<string> {
  const readings = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: power };
  const body = JSON.stringify({ plant_id: demo.plant_id, device_id: demo.device_id, readings });
  const answer = await fetch(`${gateway.baseUrl}/api/v1/telemetry`, { method: "POST", headers, body });
  assert.equal(answer.status, 202);
  return ((await answer.json()) as { record_id: string }).record_id;
}

async function latestPower(gateway: Gateway): Promise<number> {
  const url = `${gateway.baseUrl}/api/v1/plants/${demo.plant_id}/latest`;
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(20_000) });
  assert.equal(answer.status, 200);
  type Latest = {
    readonly devices: readonly { readonly values: Readonly<Record<string, { readonly value: number }>> }[];
  };
  return ((await answer.json()) as Latest).devices[0]?.values.power_output_kw?.value ?? Number.NaN;
}

async function until(look: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + 30_000;
  while (!(await look())) {
    assert(Date.now() < endMs, "it did not come about in 30 s");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const heardAt = async (listener: Listener, recordId: string) =>
  listener.event(({ event, data }) => event === "verdict" && data.record_id === recordId);

try {
  const there = await Listener.sse(`${second.baseUrl}/api/v1/stream?events=verdict`, demo.api_key);
  let look = await lookInto();

  await heardAt(there, await post(first, 900));
  const organisation = JSON.parse(look.said[0] ?? "{}");
  assert.equal(organisation.type, "stream.grown", "gateways wake each other over Redis");

  assert.equal(await latestPower(first), 900);
  const keyOf = async () => (await look.client.keys("hydro:*:latest:*"))[0];
  await until(async () => (await keyOf()) !== undefined);
  const key = (await keyOf()) as string;
  const held = (await look.client.get(key)) as string;
  await look.client.set(key, held.replace("900", "901"));
  assert.equal(await latestPower(second), 901, "newest values come from Redis while the chain is as long");
  await heardAt(there, await post(second, 910));
  assert.equal(await latestPower(first), 910, "and from PostgreSQL once it has grown");

  look.close();
  await redis.end("SIGTERM");
  await heardAt(there, await post(first, 920));
  assert.equal(await latestPower(second), 920, "without Redis everything goes on");

  await redis.run();
  look = await lookInto();
  await until(async () => {
    await heardAt(there, await post(first, 930));
    return look.said.length > 0;
  });
  assert.equal(await latestPower(first), 930);

  redis.halt();
  for (const gateway of [first, second]) {
    await heardAt(there, await post(gateway, 940));
    assert.equal(await latestPower(gateway), 940, "nobody waits for a Redis that takes everything and answers nothing");
  }
  redis.goOn();
  const before = look.said.length;
  await until(async () => {
    await heardAt(there, await post(first, 950));
    return look.said.length > before + 2;
  });
  look.close();
  await there.stop();
} finally {
  await second.stop();
  await ledger.close();
  await first.stop();
  await redis.remove();
  await rm(dir, { recursive: true, force: true });
}
