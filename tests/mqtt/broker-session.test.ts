import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { BrokerSession, type SessionDeps } from "../../src/mqtt/broker-session.ts";
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
  const settings = { url: `mqtt://127.0.0.1:${port}`, ca: undefined, client: undefined, clientName: "c" };
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

test("what lasts is said again each minute, and something else at once", () => {
  const seldom = new Seldom();
  const said: string[] = [];
  const say = (what: string, nowMs: number) => seldom.say(what, nowMs, () => said.push(`${what} ${nowMs}`));
  for (const nowMs of [0, 250, 59_999, 60_000, 60_250]) say("refused", nowMs);
  say("expired", 60_500);
  expect(said).toEqual(["refused 0", "refused 60000", "expired 60500"]);
});
