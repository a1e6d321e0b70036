import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { BrokerSession, type SessionDeps } from "../../src/mqtt/broker-session.ts";
import { wordsOfBroker } from "../../src/mqtt/broker-words.ts";
import { Seldom } from "../../src/mqtt/seldom.ts";

/** Of a session at a broker that serves as told, for so long: what its gateway's log says. */
async function logOf(serve: (socket: Socket) => void, ms: number, isAway = false) {
  const server = createServer((socket) => serve(socket.on("error", () => undefined)));
  const port = await portOf(server);
  if (isAway) server.close();
  const said: string[] = [];
  const say = (_facts: unknown, text: string) => void said.push(text);
  const metrics = { mqttConnected: { inc: () => undefined, dec: () => undefined } };
  const deps = { log: { info: () => undefined, warn: say, error: say }, metrics } as unknown as SessionDeps;
  const settings = {
    url: `mqtt://127.0.0.1:${port}`,
    tls: () => ({ ca: undefined, client: undefined }),
    clientName: "c",
  };
  const plan = { clientId: "c-1", filters: ["a/b"], receiveMaximum: 10 };
  const session = new BrokerSession(deps, { ...settings, isTrusted: false, isShared: false }, plan);
  onTestFinished(async () => {
    await session.end();
    server.close();
  });
  await pause(ms);
  return said;
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

test("a broker that is away is tried four times a second, and the log says so once", async () => {
  expect(await logOf(() => undefined, 1_500, true)).toEqual(["the MQTT broker is out of reach"]);
});

test("a gateway whose session another one takes over and over says once what to set", async () => {
  let connections = 0;
  const takeAway = (socket: Socket) => {
    connections++;
    socket.once("data", () => socket.end(Buffer.from([0x20, 3, 0, 0, 0, 0xe0, 2, 0x8e, 0])));
  };
  const said = await logOf(takeAway, 2_000);
  expect(connections).toBeGreaterThan(2);
  expect(said.filter((text) => text.includes("MQTT_CLIENT_NAME"))).toHaveLength(1);
  expect(said.filter((text) => text.includes("hung up"))).toHaveLength(1);
});

test("a broker that refuses the login is told from one that is away, with what to look at", async () => {
  // CONNACK: 3.1.1's "not authorized", as MQTT 5's reason 0x87.
  const refuse = (socket: Socket) => socket.once("data", () => socket.end(Buffer.from([0x20, 3, 0, 0x87, 0])));
  const said = await logOf(refuse, 1_000);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^the MQTT broker refuses the gateway's login: .*MQTT_URL/);
});

test.each([
  [0x86, /refuses the gateway's login/],
  [5, /refuses the gateway's login/],
  [0x88, /^is out of reach$/],
  ["CERT_HAS_EXPIRED", /certificate that does not hold \(CERT_HAS_EXPIRED\)/],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /MQTT_CA_FILE/],
  ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", /MQTT_CLIENT_CERT_FILE/],
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", /MQTT_CLIENT_CERT_FILE/],
  ["ECONNREFUSED", /^is out of reach$/],
])("%s of a broker is said in words that lead on", (code, words) => {
  expect(wordsOfBroker(Object.assign(new Error("x"), { code }))).toMatch(words);
});

test("a broker that refused once is tried again, not four times a second, and is there when it lets the gateway in", async () => {
  const atMs: number[] = [];
  const said = await logOf((socket) => {
    atMs.push(performance.now());
    const answer = atMs.length === 1 ? [0x20, 3, 0, 0x88, 0] : [0x20, 3, 0, 0, 0];
    socket.once("data", () => socket.write(Buffer.from(answer)));
  }, 6_500);
  expect(said).toEqual(["the MQTT broker is out of reach"]);
  expect(atMs).toHaveLength(2);
  expect((atMs[1] ?? 0) - (atMs[0] ?? 0)).toBeGreaterThan(4_000);
}, 20_000);

test("what lasts is said again each minute, and something else at once", () => {
  const seldom = new Seldom();
  const said: string[] = [];
  const say = (what: string, nowMs: number) => seldom.say(what, nowMs, () => said.push(`${what} ${nowMs}`));
  for (const nowMs of [0, 250, 59_999, 60_000, 60_250]) say("refused", nowMs);
  say("expired", 60_500);
  expect(said).toEqual(["refused 0", "refused 60000", "expired 60500"]);
});
