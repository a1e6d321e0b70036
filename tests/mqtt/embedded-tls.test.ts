import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterEach, expect, test, vi } from "vitest";
import { type EmbeddedBroker, type EmbeddedDeps, startEmbeddedBroker } from "../../src/mqtt/embedded-broker.ts";
import { selfSigned } from "../support/certificate.ts";

let broker: EmbeddedBroker | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await broker?.stop();
  broker = undefined;
});

/** Nobody gets as far as to show a key. */
async function start(): Promise<number> {
  const deps = { log: { error: vi.fn(), info: vi.fn() } } as unknown as EmbeddedDeps;
  broker = await startEmbeddedBroker(deps, { host: "127.0.0.1", port: 0, tls: selfSigned });
  return Number(new URL(broker.url).port);
}

async function opened<S extends Socket>(socket: S, event: string): Promise<S> {
  sockets.push(socket.on("error", () => undefined) as S);
  await once(socket, event);
  return socket;
}

const closeOf = (socket: Socket) => new Promise<void>((resolve) => socket.resume().once("close", () => resolve()));

test("a broker over TLS stops at once, whatever its clients have begun and do not go on with", async () => {
  const port = await start();
  const silent = await opened(connect(port, "127.0.0.1"), "connect");
  const half = await opened(connect(port, "127.0.0.1"), "connect");
  // The beginning of a TLS record with a ClientHello, which does not come.
  half.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
  const whole = await opened(connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false }), "secureConnect");
  const closed = [silent, half, whole].map((socket) => closeOf(socket));
  const startedMs = performance.now();
  await broker?.stop();
  broker = undefined;
  await Promise.all(closed);
  expect(performance.now() - startedMs).toBeLessThan(3_000);
});

test("who does not go on with the handshake is let go as soon as who does not say who it is", {
  timeout: 30_000,
}, async () => {
  const port = await start();
  const silent = await opened(connect(port, "127.0.0.1"), "connect");
  const startedMs = performance.now();
  await closeOf(silent);
  expect(performance.now() - startedMs).toBeLessThan(15_000);
});
