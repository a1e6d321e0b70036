import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startServer } from "../../src/http/server.ts";
import { faceWithoutDatabase } from "./support.ts";

/** A server whose answers are large and count themselves, and a connection to it. */
async function pipeline(bytesEach: number): Promise<{ socket: Socket; made: () => number; ask(count: number): void }> {
  let made = 0;
  const fetch = async (request: Request) => {
    made++;
    await wait(1);
    return new Response(new Uint8Array(bytesEach).fill(46), { headers: { "X-Path": new URL(request.url).pathname } });
  };
  const { limits } = faceWithoutDatabase().deps;
  const server = await startServer({ fetch }, { host: "127.0.0.1", port: 0, limits });
  const socket = connect(Number(new URL(server.baseUrl).port), "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  onTestFinished(async () => {
    socket.destroy();
    await server.stop();
  });
  const ask = (count: number) => {
    const requests = Array.from({ length: count }, (_, i) => `GET /${i} HTTP/1.1\r\nHost: x\r\n\r\n`);
    socket.write(requests.join(""));
  };
  return { socket, made: () => made, ask };
}

test("whoever asks for much at once and reads nothing has few answers made", async () => {
  const { socket, made, ask } = await pipeline(8_000_000);
  socket.pause();
  ask(80);
  await wait(1_500);
  // What the system's own buffers take, and one.
  expect(made()).toBeGreaterThan(0);
  expect(made()).toBeLessThan(5);
});

test("pipelined requests are all answered, in their order", async () => {
  const { socket, ask } = await pipeline(1_000);
  let got = "";
  socket.on("data", (chunk) => {
    got += chunk.toString("latin1");
  });
  const paths = () => [...got.matchAll(/x-path: \/(\d+)/gi)].map(([, path]) => Number(path));
  ask(60);
  await expect.poll(() => paths().length, { timeout: 5_000 }).toBe(60);
  expect(paths()).toEqual(Array.from({ length: 60 }, (_, i) => i));
  ask(3);
  await expect.poll(() => paths().length, { timeout: 5_000 }).toBe(63);
});

test("a connection that sends hundreds of requests before it takes an answer is cut", async () => {
  const { socket, made, ask } = await pipeline(1_000);
  const closed = once(socket, "close");
  socket.resume();
  ask(500);
  await closed;
  expect(made()).toBeLessThan(102);
});

test.each([
  ["no request", "no request at all\r\n\r\n"],
  ["headers that are too long", `GET / HTTP/1.1\r\nX: ${"x".repeat(20_000)}\r\n\r\n`],
  ["a broken body", "POST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n"],
])("calls that came whole get their own answers, and %s behind them the refusal", async (_, behind) => {
  const { socket, made } = await pipeline(1_000);
  let got = "";
  socket.on("data", (chunk) => {
    got += chunk.toString("latin1");
  });
  const closed = once(socket, "close");
  const call = (n: number) => `POST /${n} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}`;
  socket.write(`${call(0)}${call(1)}${behind}`);
  await closed;
  const statuses = [...got.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));
  expect(statuses.slice(0, 2)).toEqual([200, 200]);
  expect(statuses.slice(2)).toEqual([expect.toSatisfy((status: number) => status === 400 || status === 431)]);
  expect([...got.matchAll(/x-path: \/(\d+)/gi)].map(([, path]) => path)).toEqual(["0", "1"]);
  expect(made()).toBeGreaterThanOrEqual(2);
});
