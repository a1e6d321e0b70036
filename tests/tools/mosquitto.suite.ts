import { execFile, execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import type { Gateway } from "../../src/gateway.ts";
import { mosquittoAcl } from "../../src/mqtt/acl.ts";
import { registerDevice } from "../../src/plants/plants.ts";
import { authenticate } from "../../src/tenancy/tenancy.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { Mosquitto, type MosquittoOptions } from "../support/mosquitto.ts";
import { mqttClient, type TestClient } from "../support/mqtt.ts";
import { pilotPlant, pilotTurbine } from "../support/pilot.ts";
import { twoGateways } from "../support/two-gateways.ts";

/** The gateway at a real broker, Debian's Mosquitto, and with its own command line tools. */

const run = promisify(execFile);
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

async function broker(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const mosquitto = await Mosquitto.start(options);
  closing.push(() => mosquitto.remove());
  return mosquitto;
}

async function gatewayAt(mosquitto: Mosquitto, env: Record<string, string> = {}): Promise<TestGateway> {
  const gateway = await testGateway({ env: { MQTT_URL: mosquitto.url, ...env } });
  closing.push(() => gateway.stop());
  await until(
    () => gateway.logLines.filter((line) => line.includes("takes readings from the MQTT broker")).length >= 2,
  );
  return gateway;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });
  while (!(await holds())) {
    if (isOver) throw new Error("the test is over");
    await sleep(50);
  }
}

async function clientAt(url: string, options: Parameters<typeof mqttClient>[2] = {}): Promise<TestClient> {
  const client = await mqttClient(url, "", { protocolVersion: 5, username: "", ...options });
  closing.push(() => client.end());
  return client;
}

const topic = (last: string, deviceId = pilotTurbine.device_id) =>
  `hydro/pilot/${pilotPlant.plant_id}/${deviceId}/${last}`;
const startMs = Date.now() - 5 * 86_400_000;
let seconds = 0;
const readings = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 };
const fresh = () => ({ timestamp: new Date(startMs + ++seconds * 1_000).toISOString(), interval_s: 1, readings });

/** Times of the readings that are on record, each as often as it is there. */
async function recordedTimes(gateway: TestGateway): Promise<string[]> {
  const { rows } = await gateway.roles.owner.pool.query<{ ended_at: Date }>(
    "SELECT ended_at FROM records WHERE kind = 'reading' ORDER BY ended_at",
  );
  return rows.map(({ ended_at }) => ended_at.toISOString());
}

async function taken({ deps }: Pick<Gateway, "deps">): Promise<number> {
  const { values } = await deps.metrics.mqttMessages.get();
  return values.reduce((sum, { value }) => sum + value, 0);
}

describe("mosquitto_pub", () => {
  test("of MQTT 3.1.1 at the broker within the gateway: what README says", async () => {
    const gateway = await testGateway({ env: { MQTT_PORT: "0" } });
    closing.push(() => gateway.stop());
    const { hostname, port } = new URL(gateway.mqttUrl as string);
    const to = ["-h", hostname, "-p", port, "-u", "device", "-P", gateway.apiKey];
    const listener = run("mosquitto_sub", [...to, "-t", "hydro/pilot/+/+/receipts", "-C", "1", "-W", "30"]);
    const message = JSON.stringify({ readings });
    let heard = "";
    void listener.then(({ stdout }) => {
      heard = stdout;
    });
    await until(async () => {
      await run("mosquitto_pub", [...to, "-q", "1", "-t", topic("telemetry"), "-m", message]);
      return heard !== "";
    });
    expect(JSON.parse(heard)).toMatchObject({ status: "APPROVED", duplicate: false });
  });

  test("of MQTT 5 counts with a key in a user property, and is answered with its correlation data", async () => {
    const mosquitto = await broker();
    const gateway = await gatewayAt(mosquitto);
    const to = ["-V", "mqttv5", "-h", "127.0.0.1", "-p", String(mosquitto.port), "-q", "1"];
    const heard: string[] = [];
    const listener = await clientAt(mosquitto.url);
    listener.client.on("message", (_topic, payload, packet) => {
      heard.push(`${packet.properties?.correlationData} ${payload}`);
    });
    await listener.client.subscribeAsync(["hydro/pilot/+/+/receipts", "hydro/pilot/+/+/errors"], { qos: 1 });
    const publish = (...more: string[]) =>
      run("mosquitto_pub", [...to, "-t", topic("telemetry"), "-m", JSON.stringify(fresh()), ...more]);
    await publish("-D", "publish", "correlation-data", "first");
    await publish(
      ...["-D", "publish", "user-property", "api-key", gateway.apiKey],
      ...["-D", "publish", "correlation-data", "second"],
    );
    await until(() => heard.length === 2);
    expect(heard[0]).toMatch(/^first .*\/problems\/unauthenticated"/);
    expect(heard[1]).toMatch(/^second .*"status":"APPROVED"/);
    expect(await recordedTimes(gateway)).toHaveLength(1);
  });
});

describe("an answer that is longer than the broker takes", () => {
  test("is left out; its reading is on record, the connection stays, and the next is answered", async () => {
    const mosquitto = await broker({ lines: ["max_packet_size 1400"] });
    const gateway = await gatewayAt(mosquitto, { MQTT_TRUSTED: "1" });
    const listener = await clientAt(mosquitto.url);
    const ear = await listener.listen("hydro/pilot/+/+/receipts");
    const publish = (...more: string[]) =>
      run("mosquitto_pub", [
        ...["-V", "mqttv5", "-h", "127.0.0.1", "-p", String(mosquitto.port), "-q", "1"],
        ...["-t", topic("telemetry"), "-m", JSON.stringify(fresh()), ...more],
      ]);
    await publish("-D", "publish", "correlation-data", "x".repeat(1_000));
    await until(async () => (await recordedTimes(gateway)).length === 1);
    await publish();
    expect((await ear.next()).body.recorded_for).toBe((await recordedTimes(gateway))[1]);
    expect(gateway.logLines.filter((line) => line.includes("takes no packet as long"))).toHaveLength(1);
    expect(gateway.logLines.filter((line) => line.includes("hung up"))).toEqual([]);
  });
});

/** Two gateways that share the readings. */
async function both(mosquitto: Mosquitto) {
  const gateways = await twoGateways({ env: { MQTT_URL: mosquitto.url, MQTT_TRUSTED: "1", MQTT_SHARED: "1" } });
  let isSecondStopped = false;
  const stopSecond = async () => {
    isSecondStopped = true;
    await gateways.second.stop();
  };
  closing.push(async () => {
    if (!isSecondStopped) return gateways.stop();
    await gateways.first.stop();
  });
  const publisher = await clientAt(mosquitto.url);
  // Both have subscribed when both have had one.
  await until(async () => {
    await publisher.publish(topic("telemetry"), fresh());
    return (await taken(gateways.first)) > 0 && (await taken(gateways.second)) > 0;
  });
  return { ...gateways, publisher, stopSecond };
}

describe("two gateways at one broker", () => {
  test("share the readings, put metrics together, and record each reading once", async () => {
    const mosquitto = await broker();
    const { first, second, publisher } = await both(mosquitto);
    const before = [await taken(first), await taken(second)];
    const sent = Array.from({ length: 400 }, fresh);
    await Promise.all(sent.map((body) => publisher.publish(topic("telemetry"), body)));
    const metrics = Array.from({ length: 20 }, fresh);
    await Promise.all(
      metrics.flatMap(({ timestamp }) => [
        publisher.publish(topic("flow_rate_m3s"), { timestamp, interval_s: 1, value: 2.5 }),
        publisher.publish(topic("power_output_kw"), { timestamp, interval_s: 1, value: 900 }),
      ]),
    );
    const wanted = [...sent, ...metrics].map(({ timestamp }) => timestamp);
    await until(async () => {
      const there = new Set(await recordedTimes(first));
      return wanted.every((time) => there.has(time));
    });
    const times = await recordedTimes(first);
    expect(new Set(times).size).toBe(times.length);
    expect(await taken(first)).toBeGreaterThan((before[0] as number) + 50);
    expect(await taken(second)).toBeGreaterThan((before[1] as number) + 50);
    const { rows } = await first.roles.owner.pool.query<{ body: Buffer }>(
      "SELECT body FROM records WHERE kind = 'reading' ORDER BY ended_at DESC LIMIT 20",
    );
    expect(rows.map(({ body }) => Object.keys(JSON.parse(body.toString()).readings).length)).toEqual(Array(20).fill(2));
  });

  test("when one is no more, the other takes in what the broker gave it, and closes its session", async () => {
    const mosquitto = await broker();
    const { first, publisher, stopSecond } = await both(mosquitto);
    // As of one that is killed: it does not say that it leaves.
    await first.roles.owner.pool.query(`
      CREATE FUNCTION say_nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.expires_at := now(); RETURN NEW; END $$;
      CREATE TRIGGER say_nothing BEFORE UPDATE ON leases FOR EACH ROW WHEN (NEW.expires_at = 'epoch')
        EXECUTE FUNCTION say_nothing();`);
    await stopSecond();
    const sent = Array.from({ length: 100 }, fresh);
    await Promise.all(sent.map((body) => publisher.publish(topic("telemetry"), body)));
    const isThere = async () => {
      const there = new Set(await recordedTimes(first));
      return sent.every(({ timestamp }) => there.has(timestamp));
    };
    // The broker goes on sharing with the session that nobody reads.
    expect(await isThere()).toBe(false);
    await until(isThere);
    const retired = async () =>
      (await first.roles.owner.pool.query("SELECT 1 FROM leases WHERE name LIKE 'mqtt/%' AND holder = ''")).rowCount;
    await until(async () => (await retired()) === 1);
    const more = Array.from({ length: 20 }, fresh);
    await Promise.all(more.map((body) => publisher.publish(topic("telemetry"), body)));
    await until(async () => {
      const there = new Set(await recordedTimes(first));
      return more.every(({ timestamp }) => there.has(timestamp));
    });
    const times = await recordedTimes(first);
    expect(new Set(times).size).toBe(times.length);
  });
});

describe("a gateway of two that is stopped", () => {
  test("leaves no reading waiting: the other takes in its share at once", async () => {
    const mosquitto = await broker();
    const { first, publisher, stopSecond } = await both(mosquitto);
    const sentAtMs = new Map<string, number>();
    const sending = new AbortController();
    const sender = (async () => {
      while (!sending.signal.aborted) {
        const body = fresh();
        sentAtMs.set(body.timestamp, Date.now());
        await publisher.publish(topic("telemetry"), body);
        await sleep(20);
      }
    })();
    await sleep(1_000);
    await stopSecond();
    await sleep(1_000);
    sending.abort();
    await sender;
    await until(async () => {
      const there = new Set(await recordedTimes(first));
      return [...sentAtMs.keys()].every((time) => there.has(time));
    });
    const { rows } = await first.roles.owner.pool.query<{ ended_at: Date; received_at: Date }>(
      "SELECT ended_at, received_at FROM records WHERE kind = 'reading'",
    );
    const waitedMs = rows.map((row) => row.received_at.getTime() - (sentAtMs.get(row.ended_at.toISOString()) ?? NaN));
    expect(Math.max(...waitedMs.filter((ms) => !Number.isNaN(ms)))).toBeLessThan(3_000);
    const times = await recordedTimes(first);
    expect(new Set(times).size).toBe(times.length);
  });
});

describe("a broker that is stopped under load", () => {
  /** Publishes one after the other, over and over, until told to stop. */
  async function load(mosquitto: Mosquitto, untilEnd: (again: AbortController) => Promise<void>) {
    const receipts = new Set<string>();
    const options = { clean: false, properties: { sessionExpiryInterval: 3_600 }, reconnectPeriod: 100 };
    const publisher = await clientAt(mosquitto.url, { ...options, clientId: "load", reconnectPeriod: 100 });
    publisher.client.on("message", (_topic, payload) => {
      receipts.add((JSON.parse(payload.toString()) as { timestamp: string }).timestamp);
    });
    await publisher.client.subscribeAsync("hydro/pilot/+/+/receipts", { qos: 1 });
    const acknowledged: ReturnType<typeof fresh>[] = [];
    const stop = new AbortController();
    const sender = async () => {
      while (!stop.signal.aborted) {
        const body = fresh();
        // One that the client gives up while the broker is away was not acknowledged.
        await publisher.publish(topic("telemetry"), body).then(
          () => acknowledged.push(body),
          () => undefined,
        );
        await sleep(10);
      }
    };
    const senders = Array.from({ length: 20 }, sender);
    await untilEnd(stop);
    stop.abort();
    await Promise.all(senders);
    return { acknowledged, receipts, publisher };
  }

  test("and says goodbye loses nothing that it acknowledged", async () => {
    const mosquitto = await broker();
    const gateway = await gatewayAt(mosquitto, { MQTT_TRUSTED: "1" });
    const { acknowledged } = await load(mosquitto, async () => {
      for (let i = 0; i < 3; i++) {
        await sleep(400);
        await mosquitto.end("SIGTERM");
        await mosquitto.run();
      }
      await sleep(400);
    });
    expect(acknowledged.length).toBeGreaterThan(100);
    await until(async () => {
      const there = new Set(await recordedTimes(gateway));
      return acknowledged.every(({ timestamp }) => there.has(timestamp));
    });
    const times = await recordedTimes(gateway);
    expect(new Set(times).size).toBe(times.length);
  });

  test("and is killed loses nothing of which a receipt came, and what has none may be sent again", async () => {
    const mosquitto = await broker();
    const gateway = await gatewayAt(mosquitto, { MQTT_TRUSTED: "1" });
    const { acknowledged, receipts, publisher } = await load(mosquitto, async () => {
      for (let i = 0; i < 3; i++) {
        await sleep(400);
        await mosquitto.end("SIGKILL");
        await mosquitto.run();
      }
      await sleep(400);
    });
    const there = new Set(await recordedTimes(gateway));
    expect([...receipts].filter((time) => !there.has(time))).toEqual([]);
    await until(async () => {
      const open = acknowledged.filter(({ timestamp }) => !receipts.has(timestamp));
      await Promise.all(open.map((body) => publisher.publish(topic("telemetry"), body)));
      await sleep(1_000);
      return open.length === 0;
    });
    const times = await recordedTimes(gateway);
    expect(new Set(times).size).toBe(times.length);
    const all = new Set(times);
    expect(acknowledged.filter(({ timestamp }) => !all.has(timestamp))).toEqual([]);
  });
});

describe("whom the broker knows", () => {
  /** An authority and a certificate of the broker for 127.0.0.1, which OpenSSL makes. */
  async function certificates(mosquitto: Mosquitto): Promise<void> {
    openssl(
      mosquitto,
      "req",
      "-x509",
      ...newKey,
      "-keyout",
      "ca.key",
      "-out",
      "ca.pem",
      "-days",
      "2",
      "-subj",
      "/CN=Test CA",
    );
    for (const name of ["broker", "gateway"]) await certify(mosquitto, name);
    execFileSync("chmod", ["644", mosquitto.file("broker.key")]);
  }

  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const openssl = ({ dir }: Mosquitto, ...args: string[]) => execFileSync("openssl", args, { cwd: dir, stdio: "pipe" });

  async function certify(mosquitto: Mosquitto, name: string, days = "2"): Promise<void> {
    openssl(mosquitto, "req", ...newKey, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    await writeFile(mosquitto.file("ext"), "subjectAltName=IP:127.0.0.1\n");
    openssl(
      mosquitto,
      ...["x509", "-req", "-in", `${name}.csr`, "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"],
      ...["-days", days, "-extfile", "ext", "-out", `${name}.pem`],
    );
  }

  /** Mosquitto that wants a certificate of whoever comes, with those that it takes and its own. */
  async function strictBroker(): Promise<Mosquitto> {
    // Its files have to be there before it reads them.
    const mosquitto = await broker();
    await certificates(mosquitto);
    await mosquitto.end("SIGTERM");
    const lines = [
      `listener ${mosquitto.port} 127.0.0.1`,
      ...["allow_anonymous false", "require_certificate true", "use_identity_as_username true"],
      ...[`cafile ${mosquitto.file("ca.pem")}`, `certfile ${mosquitto.file("broker.pem")}`],
      ...[`keyfile ${mosquitto.file("broker.key")}`, "log_dest stderr", "log_type none"],
    ];
    await writeFile(mosquitto.file("mosquitto.conf"), `${lines.join("\n")}\n`);
    await mosquitto.run();
    return mosquitto;
  }

  test("over TLS, the gateway shows its certificate and wants the broker's", async () => {
    const mosquitto = await strictBroker();
    const url = `mqtts://127.0.0.1:${mosquitto.port}`;
    const stranger = await testGateway({ env: { MQTT_URL: url } });
    closing.push(() => stranger.stop());
    await until(() =>
      stranger.logLines.some((line) => line.includes("the MQTT broker shows a certificate that does not")),
    );
    expect(stranger.logLines.some((line) => line.includes("connected to the MQTT broker"))).toBe(false);
    const gateway = await gatewayAt(mosquitto, {
      ...{ MQTT_URL: url, MQTT_CA_FILE: mosquitto.file("ca.pem"), MQTT_TRUSTED: "1" },
      ...{ MQTT_CLIENT_CERT_FILE: mosquitto.file("gateway.pem"), MQTT_CLIENT_KEY_FILE: mosquitto.file("gateway.key") },
    });
    await run("mosquitto_pub", [
      ...["-h", "127.0.0.1", "-p", String(mosquitto.port), "--cafile", mosquitto.file("ca.pem")],
      ...["--cert", mosquitto.file("gateway.pem"), "--key", mosquitto.file("gateway.key")],
      ...["-q", "1", "-t", topic("telemetry"), "-m", JSON.stringify(fresh())],
    ]);
    await until(async () => (await recordedTimes(gateway)).length === 1);
  });

  test("a gateway whose certificate has expired says so, and comes back with a renewed one without a restart", async () => {
    const mosquitto = await strictBroker();
    await certify(mosquitto, "gateway", "0");
    await sleep(1_100);
    const gateway = await testGateway({
      env: {
        ...{ MQTT_URL: `mqtts://127.0.0.1:${mosquitto.port}`, MQTT_CA_FILE: mosquitto.file("ca.pem") },
        ...{
          MQTT_CLIENT_CERT_FILE: mosquitto.file("gateway.pem"),
          MQTT_CLIENT_KEY_FILE: mosquitto.file("gateway.key"),
        },
      },
      overrides: { certificatesEveryMs: 100 },
    });
    closing.push(() => gateway.stop());
    const detail = async () => (await gateway.get("/health/ready")).body.checks.at(-1).detail;
    await until(async () => /refuses the TLS handshake .*EXPIRED.*MQTT_CLIENT_CERT_FILE/.test(await detail()));
    await certify(mosquitto, "gateway");
    await until(async () => (await detail()) === "the broker answers");
    // The alerts on listeners' certificates hold for it.
    const { validToDate } = new X509Certificate(await readFile(mosquitto.file("gateway.pem")));
    const metrics = await (await fetch(`${gateway.baseUrl}/metrics`)).text();
    const shown = `hydro_tls_certificate_expiry_timestamp_seconds{listener="mqtt-client"}`;
    expect(metrics).toContain(`${shown} ${validToDate.getTime() / 1000}\n`);
  });

  test("a password that the broker does not take is said as that, in the log and by readiness", async () => {
    const mosquitto = await broker({ users: { gateway: "right" } });
    const url = mosquitto.url.replace("mqtt://", "mqtt://gateway:wrong-secret@");
    const gateway = await testGateway({ env: { MQTT_URL: url } });
    closing.push(() => gateway.stop());
    const detail = async () => (await gateway.get("/health/ready")).body.checks.at(-1).detail;
    await until(async () => (await detail()).includes("refuses the gateway's login"));
    expect(gateway.logLines.filter((line) => line.includes("the MQTT broker refuses the gateway's login"))).not.toEqual(
      [],
    );
    expect(gateway.logLines.join("")).not.toContain("wrong-secret");
    await mosquitto.end("SIGTERM");
    await mosquitto.setUsers({ gateway: "wrong-secret" });
    await mosquitto.run();
    await until(async () => (await detail()) === "the broker answers");
  });

  test("a password that is changed at the broker and in the file of its URL is taken without a restart", async () => {
    const mosquitto = await broker({ users: { gateway: "first/secret" } });
    const file = mosquitto.file("url");
    const put = (password: string) =>
      writeFile(file, mosquitto.url.replace("mqtt://", `mqtt://gateway:${encodeURIComponent(password)}@`));
    await put("first/secret");
    const gateway = await testGateway({
      ...{ env: { MQTT_URL_FILE: file }, overrides: { certificatesEveryMs: 100 } },
    });
    closing.push(() => gateway.stop());
    const detail = async () => (await gateway.get("/health/ready")).body.checks.at(-1).detail;
    await until(async () => (await detail()) === "the broker answers");
    await mosquitto.end("SIGTERM");
    await mosquitto.setUsers({ gateway: "second@secret" });
    await mosquitto.run();
    await until(async () => (await detail()).includes("refuses the gateway's login"));
    await put("second@secret");
    await until(async () => (await detail()) === "the broker answers");
  });

  test("trusted with the access file, it lets a device publish as itself without a key, and as nobody else", async () => {
    const other = { device_id: "TURBINE-002", kind: "turbine" } as const;
    const place = { orgId: "pilot", plantId: pilotPlant.plant_id };
    const places = [pilotTurbine, other].map(({ device_id }) => ({ ...place, deviceId: device_id }));
    const mosquitto = await broker();
    await mosquitto.end("SIGTERM");
    await writeFile(mosquitto.file("acl"), mosquittoAcl(places, "gateway"), { mode: 0o644 });
    const name = (deviceId: string) => `pilot~${pilotPlant.plant_id}~${deviceId}`;
    await mosquitto.setUsers({ gateway: "g", [name("TURBINE-001")]: "one", [name("TURBINE-002")]: "two" });
    await writeFile(
      mosquitto.file("mosquitto.conf"),
      [
        ...[`listener ${mosquitto.port} 127.0.0.1`, `password_file ${mosquitto.file("passwords")}`],
        ...[`acl_file ${mosquitto.file("acl")}`, "max_inflight_messages 0", "log_dest stderr", "log_type none", ""],
      ].join("\n"),
    );
    await mosquitto.run();
    const url = mosquitto.url.replace("mqtt://", "mqtt://gateway:g@");
    const gateway = await gatewayAt(mosquitto, { MQTT_URL: url, MQTT_TRUSTED: "1" });
    const actor = await authenticate(gateway.deps.tenancy, gateway.apiKey);
    await registerDevice(gateway.deps.plants, actor, pilotPlant.plant_id, other);
    await expect(clientAt(mosquitto.url)).rejects.toThrow(/not authorized/i);
    const device = await clientAt(mosquitto.url, { username: name("TURBINE-001"), password: "one" });
    const ear = await device.listen(topic("receipts"), topic("errors"));
    await expect(device.publish(topic("telemetry", "TURBINE-002"), fresh())).rejects.toThrow(/not authorized/i);
    await expect(device.publish(topic("receipts"), fresh())).rejects.toThrow(/not authorized/i);
    await device.publish(topic("telemetry"), fresh());
    expect((await ear.next()).body).toMatchObject({ status: "APPROVED" });
    expect(await recordedTimes(gateway)).toHaveLength(1);
  });

  test("a broker that is away at the start is waited for, and nobody else waits with it", async () => {
    const mosquitto = await broker();
    await mosquitto.end("SIGTERM");
    const gateway = await testGateway({ env: { MQTT_URL: mosquitto.url, MQTT_TRUSTED: "1" } });
    closing.push(() => gateway.stop());
    const detail = async () => (await gateway.get("/health/ready")).body.checks.at(-1).detail;
    await until(async () => (await detail()) === "the broker is out of reach");
    await mosquitto.run();
    await until(async () => (await detail()) === "the broker answers");
  });
});
