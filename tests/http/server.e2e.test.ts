import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Listening, startServer } from "../../src/http/server.ts";
import { faceWithoutDatabase } from "./support.ts";

const limits = { ...faceWithoutDatabase().deps.limits, headersTimeoutMs: 150, bodyTimeoutMs: 150 };
let server: Listening;
beforeAll(async () => {
  const { app } = faceWithoutDatabase({ limits });
  server = await startServer(app, { host: "127.0.0.1", port: 0, limits });
});
afterAll(() => server.stop());

/** Sends the beginning of something and says what came back before the gateway hung up. */
async function until(
  text: string,
  then?: (socket: Socket) => void,
): Promise<{ status: string; head: string; body: string }> {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(server.baseUrl).port) });
  socket.write(text);
  then?.(socket);
  let got = "";
  socket.on("data", (chunk) => {
    got += chunk.toString("latin1");
  });
  await new Promise<void>((resolve) => {
    socket.on("close", () => resolve());
    socket.on("error", () => resolve());
  });
  const [head = "", body = ""] = got.split("\r\n\r\n", 2);
  return { status: head.split("\r\n")[0] ?? "", head, body };
}

test("headers that never end are answered 408 and cut off", async () => {
  const { status, head, body } = await until("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ");
  expect(status).toBe("HTTP/1.1 408 Request Timeout");
  expect(head).toMatch(/content-type: application\/problem\+json/i);
  expect(JSON.parse(body)).toMatchObject({ status: 408, type: "/problems/request-timeout" });
});

test("a byte of headers now and then does not keep a connection open either", async () => {
  let drip: NodeJS.Timeout | undefined;
  const { status } = await until("GET /health/live HTTP/1.1\r\nHost: x\r\n", (socket) => {
    drip = setInterval(() => socket.writable && socket.write("X: y\r\n"), 40);
  });
  clearInterval(drip);
  expect(status).toBe("HTTP/1.1 408 Request Timeout");
});

test("a body that never ends is answered 408 and cut off", async () => {
  const start =
    "POST /api/v1/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
  const { status, head } = await until(start);
  expect(status).toBe("HTTP/1.1 408 Request Timeout");
  expect(head).toMatch(/connection: close/i);
  expect(head).toMatch(/x-request-id: req_/i);
});

test("headers beyond their bound are a 431, and what is no HTTP a 400", async () => {
  const long = await until(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${"a".repeat(20_000)}\r\n\r\n`);
  expect([long.status, JSON.parse(long.body).status]).toEqual(["HTTP/1.1 431 Request Header Fields Too Large", 431]);
  const garbage = await until("\x16\x03\x01 hello\r\n\r\n");
  expect([garbage.status, JSON.parse(garbage.body).status]).toEqual(["HTTP/1.1 400 Bad Request", 400]);
});

test.each([
  ["a Host that is none", "GET /health/live HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", 400],
  ["no Host", "GET /health/live HTTP/1.1\r\n\r\n", 400],
  ["the gateway as a whole", "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 400],
  ["a URL of another kind", "GET ftp://x/y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 400],
  [
    "an Expect that nobody meets",
    "POST /api/v1/verify HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nContent-Length: 2\r\n\r\n{}",
    417,
  ],
])("%s is refused in words", async (_what, request, expected) => {
  const { status, head, body } = await until(request);
  expect(status).toMatch(new RegExp(`^HTTP/1.1 ${expected} `));
  expect(head).toMatch(/content-type: application\/problem\+json/i);
  expect(JSON.parse(body)).toMatchObject({ status: expected, type: "/problems/invalid-request" });
});

test("a client of HTTP/1.0, which says no Host, and one that waits for 100 are served", async () => {
  expect((await until("GET /health/live HTTP/1.0\r\n\r\n")).status).toBe("HTTP/1.1 200 OK");
  const waiting = "Host: x\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
  expect((await until(`POST /api/v1/verify HTTP/1.1\r\n${waiting}`)).status).toBe("HTTP/1.1 100 Continue");
});

test("a client that closes its side once it has sent its request is answered, and let go of", async () => {
  const { promise: answer, resolve: release } = Promise.withResolvers<Response>();
  const whole = await startServer({ fetch: () => answer }, { host: "127.0.0.1", port: 0, limits });
  onTestFinished(() => whole.stop());
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(whole.baseUrl).port), allowHalfOpen: true });
  const told = socket.setEncoding("latin1").toArray();
  socket.end("POST /reading HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
  // What it sent is judged and stored meanwhile.
  setTimeout(() => release(new Response("on record", { status: 201 })), 50);
  expect((await told).join("")).toMatch(/^HTTP\/1.1 201 .*on record$/s);
});

test("a request that ends before its body does is refused by what is wrong with it", async () => {
  const headers = "Host: x\r\nContent-Type: application/json\r\nContent-Length: 1000";
  const short = `POST /api/v1/verify HTTP/1.1\r\n${headers}\r\n\r\n{}`;
  const { status, body } = await until(short, (socket) => socket.end());
  expect(status).toBe("HTTP/1.1 400 Bad Request");
  expect(JSON.parse(body).detail).toMatch(/ended before the request did/);
});

test("a port that is taken is told in one sentence", async () => {
  const port = Number(new URL(server.baseUrl).port);
  const { app } = faceWithoutDatabase();
  await expect(startServer(app, { host: "127.0.0.1", port, limits })).rejects.toThrow(`Port ${port} is taken`);
});

test("a client that was refused a WebSocket and does not hang up is cut off, and holds up no stop", async () => {
  const { app } = faceWithoutDatabase({ limits });
  const stopped = await startServer(app, { host: "127.0.0.1", port: 0, limits });
  const port = Number(new URL(stopped.baseUrl).port);
  const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  socket.write(
    "GET /api/v1/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\nand something behind it",
  );
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 401 /);
  await stopped.stop();
}, 15_000);

test("a gateway that stops answers what is in work, and says that each connection ends with that", async () => {
  const { promise: answer, resolve: release } = Promise.withResolvers<Response>();
  const app = { fetch: (request: Request) => (request.url.endsWith("/slow") ? answer : new Response("quick")) };
  const stopped = await startServer(app, { host: "127.0.0.1", port: 0, limits });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const ask = async (path: string) => {
    const [got] = await once(get(`${stopped.baseUrl}${path}`, { agent }), "response");
    const { statusCode, headers } = (got as IncomingMessage).resume();
    await once(got, "end");
    return [statusCode, headers.connection];
  };
  expect(await ask("/")).toEqual([200, "keep-alive"]);
  const slow = ask("/slow");
  await new Promise((resolve) => setTimeout(resolve, 50));
  const startedAt = performance.now();
  const stop = stopped.stop();
  release(new Response("slow"));
  expect(await slow).toEqual([200, "close"]);
  await stop;
  // It need not be cut off.
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});
