import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Demo } from "../../src/bin/demo.ts";
import { decodeMessage } from "../../src/proof/checkpoint-message.ts";
import { mqttClient } from "../support/mqtt.ts";
import { pilotBody } from "../support/pilot.ts";
import { runToEnd, scratchDataDir, startProcess } from "../support/process.ts";

type Reply = { record_id: string; commitment: string; anchor: { state: string; topic_id: string } };

let dataDir: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ dataDir, remove } = await scratchDataDir());
});
afterAll(() => remove());

async function call(demo: Demo, path: string, init: RequestInit = {}): Promise<Reply> {
  const headers = { authorization: `Bearer ${demo.api_key}`, "content-type": "application/json", ...init.headers };
  return (await (await fetch(`${demo.base_url}${path}`, { ...init, headers })).json()) as Reply;
}

const post = (demo: Demo, prefer: string) =>
  call(demo, "/api/v1/telemetry", { method: "POST", headers: { prefer }, body: JSON.stringify(pilotBody()) });

/** All leaves that the topic's messages show, in order. */
async function leavesOnLedger(demo: Demo, topicId: string): Promise<string[]> {
  const { messages } = (await (
    await fetch(`${demo.mirror_url}/api/v1/topics/${topicId}/messages?limit=100`)
  ).json()) as { messages: { message: string }[] };
  return messages.flatMap(({ message }) => {
    const decoded = decodeMessage(Buffer.from(message, "base64"));
    return decoded?.type === "checkpoint"
      ? (decoded.leaves ?? []).map((leaf) => Buffer.from(leaf).toString("hex"))
      : [];
  });
}

describe("the gateway as a process", () => {
  test("killed between store and anchor, it anchors each record exactly once after the restart", async () => {
    const before = await startProcess(dataDir);
    const accepted: Reply[] = [];
    for (let i = 0; i < 8; i++) accepted.push(await post(before.demo, "respond-async"));
    expect(accepted.map((reply) => reply.anchor.state)).toEqual(accepted.map(() => "pending"));
    expect(await before.end("SIGKILL")).toBeNull();

    const after = await startProcess(dataDir);
    expect(after.demo.api_key).toBe(before.demo.api_key);
    for (const { record_id } of accepted) {
      await expect
        .poll(async () => (await call(after.demo, `/api/v1/records/${record_id}`)).anchor.state, {
          timeout: 45_000,
          interval: 100,
        })
        .toBe("anchored");
    }
    const last = await call(after.demo, `/api/v1/records/${accepted.at(-1)?.record_id}`);
    const leaves = await leavesOnLedger(after.demo, last.anchor.topic_id);
    for (const { commitment } of accepted) expect(leaves.filter((leaf) => leaf === commitment)).toHaveLength(1);
    expect(new Set(leaves).size).toBe(leaves.length);
    expect(await after.end("SIGTERM")).toBe(0);
  });

  test("Ctrl-C stops everything, and the next start finds all data and the same log", async () => {
    const first = await startProcess(dataDir);
    const kept = await post(first.demo, "wait=10");
    expect(kept.anchor.state).toBe("anchored");
    expect(await first.end("SIGINT")).toBe(0);
    await expect(stat(join(dataDir, "postgres", "postmaster.pid"))).rejects.toThrow(/ENOENT/);
    const second = await startProcess(dataDir);
    expect(await call(second.demo, `/api/v1/records/${kept.record_id}`)).toMatchObject({
      commitment: kept.commitment,
      anchor: kept.anchor.topic_id ? { topic_id: kept.anchor.topic_id } : {},
    });
    expect(second.printed()).toContain(`curl -s ${second.demo.base_url}/api/v1/telemetry`);
    expect(await second.end("SIGINT")).toBe(0);
  });

  test("the line that it prints for MQTT works as it stands, also beside another gateway", async () => {
    const running = await startProcess(dataDir);
    const { mqtt_url, api_key, org_id, plant_id, device_id } = running.demo;
    const topic = `hydro/${org_id}/${plant_id}/${device_id}/telemetry`;
    expect(running.printed()).toContain(`mosquitto_pub -h 127.0.0.1 -p ${new URL(mqtt_url as string).port} -u device`);
    expect(running.printed()).toContain(`-t ${topic} \\`);
    const client = await mqttClient(mqtt_url as string, api_key);
    await client.publish(topic, { readings: pilotBody().readings });
    await client.end();
    expect(await running.end("SIGTERM")).toBe(0);
  });

  test("the demo key is readable by its owner only", async () => {
    expect((await stat(join(dataDir, "demo.json"))).mode & 0o077).toBe(0);
  });

  test("it goes on when nobody reads what it says any more, and ends as ever", async () => {
    const unheard = await startProcess(dataDir, { LOG_LEVEL: "info" });
    unheard.child.stdout?.destroy();
    unheard.child.stderr?.destroy();
    for (let i = 0; i < 3; i++) expect((await post(unheard.demo, "wait=10")).anchor.state).toBe("anchored");
    expect(await unheard.end("SIGTERM")).toBe(0);
  });

  test.skipIf(process.platform !== "linux")(
    "without file descriptors it stays up, and takes readings again when some are free",
    async () => {
      const short = await startProcess(dataDir);
      const { port } = new URL(short.demo.base_url);
      const isReady = async () => (await fetch(`${short.demo.base_url}/health/ready`)).ok;
      const open = (await readdir(`/proc/${short.child.pid}/fd`)).length;
      spawnSync("prlimit", ["--pid", String(short.child.pid), `--nofile=${open + 10}`]);
      expect(await isReady()).toBe(true);
      const held = Array.from({ length: 40 }, () => connect(Number(port), "127.0.0.1").on("error", () => undefined));
      // Whatever becomes of those that come now: the process is there.
      for (let i = 0; i < 5; i++) await isReady().catch(() => undefined);
      expect(short.child.exitCode).toBeNull();
      for (const socket of held) socket.destroy();
      await expect.poll(isReady, { timeout: 20_000 }).toBe(true);
      expect((await post(short.demo, "wait=10")).anchor.state).toBe("anchored");
      expect(await short.end("SIGTERM")).toBe(0);
    },
  );

  test("a demo.json that a full disk cut off is made anew", async () => {
    await writeFile(join(dataDir, "demo.json"), "");
    const after = await startProcess(dataDir);
    expect((await post(after.demo, "wait=10")).anchor.state).toBe("anchored");
    await after.end("SIGINT");
  });

  test.each(["started", "found running"])(
    "without the PostgreSQL that it had %s it ends, to be started again, and has lost nothing",
    async (how) => {
      const postmaster = async () =>
        Number((await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);
      const first = await startProcess(dataDir);
      if (how === "found running") await first.end("SIGKILL");
      const running = how === "started" ? first : await startProcess(dataDir);
      const { record_id } = await post(running.demo, "respond-async");
      const ended = once(running.child, "exit");
      process.kill(await postmaster(), "SIGKILL");
      expect(await ended).toEqual([1, null]);
      expect(running.printed()).toContain("The embedded PostgreSQL ended: stopping; everything accepted is kept.");
      const after = await startProcess(dataDir);
      expect((await call(after.demo, `/api/v1/records/${record_id}`)).record_id).toBe(record_id);
      expect(await after.end("SIGTERM")).toBe(0);
    },
  );

  test("a second gateway on the same data directory stops with one sentence and disturbs nothing", async () => {
    const running = await startProcess(dataDir);
    const second = await runToEnd({ DATA_DIR: dataDir, PORT: "0" });
    expect(second.code).toBe(1);
    expect(second.printed.trim()).toMatch(
      /^The gateway did not start\. Another gateway is running on the data directory .*\.$/,
    );
    expect((await post(running.demo, "wait=10")).anchor.state).toBe("anchored");
    await running.end("SIGINT");
  });

  test("a taken port and a wrong setting stop the start with one sentence", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    const taken = await runToEnd({ DATA_DIR: dataDir, PORT: String(port) });
    expect([taken.code, taken.printed.trim()]).toEqual([
      1,
      `The gateway did not start. Port ${port} is taken: stop what listens there, or set PORT to another number.`,
    ]);
    server.close();
    const testnet = await runToEnd({ DATA_DIR: dataDir, HEDERA_NETWORK: "testnet" });
    expect(testnet.printed.trim()).toMatch(/^The gateway did not start\. HEDERA_OPERATOR_ID is missing: [^\n]+\.$/);
    // A service manager starts again what ended with another code, and not this.
    expect(testnet.code).toBe(78);
  });

  test("what a setting names and is not what it says ends the start by that setting's name, for a person to mend", async () => {
    const empty = join(dataDir, "empty.pem");
    await writeFile(empty, "");
    const wrong: [string, Record<string, string>][] = [
      ["AUTH_KEY_FILE", { AUTH_KEY_FILE: empty }],
      ["LOG_KEY_FILE", { LOG_KEY_FILE: dataDir }],
      ["HEDERA_SUPPLY_KEY", { HEDERA_SUPPLY_KEY: "abc" }],
      ["MQTT_TLS_CERT_FILE", { MQTT_PORT: "0", MQTT_TLS_CERT_FILE: empty, MQTT_TLS_KEY_FILE: empty }],
      ["DATABASE_OWNER_URL", { DATABASE_OWNER_URL: "postgres://owner@127.0.0.1:1/hydro" }],
    ];
    for (const [name, env] of wrong) {
      const { code, printed } = await runToEnd({ DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "error", ...env });
      expect([code, printed.trim()]).toEqual([
        78,
        expect.stringMatching(new RegExp(`^The gateway did not start\\. ${name} [^\\n]+\\.$`)),
      ]);
    }
  });
});
