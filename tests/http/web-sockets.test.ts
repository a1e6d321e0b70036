import { once } from "node:events";
import http from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { acceptWebSocket } from "../../src/http/web-sockets.ts";

test("a client that hangs up while its stream is made ready gives its place back", async () => {
  const server = http.createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  client.write(
    "GET /api/v1/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  const [incoming, socket, head] = await once(server, "upgrade");
  socket.on("error", () => socket.destroy());
  const closed = new Promise((resolve) => socket.on("close", resolve));
  client.resetAndDestroy();
  await closed;
  const calls: string[] = [];
  const prepared = {
    begin() {
      calls.push("begin");
      return { leave: () => void calls.push("leave") };
    },
    cancel: () => void calls.push("cancel"),
  };
  acceptWebSocket(incoming, { socket, head }, prepared);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(calls).toEqual(["cancel"]);
});
