import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { Prepared } from "../monitoring/stream-hub.ts";
import { webSocketLine } from "./stream-lines.ts";

/** Where WebSockets are opened, and nowhere else. */
export const webSocketPath = "/api/v1/ws";
/** The subprotocol of streams. */
const protocol = "hydro.v1";
const credentialPrefix = "bearer.";
/** Clients have nothing to say, bytes. */
const longestMessage = 4_096;
/** Whoever does not answer is gone, ms. */
const pingMs = 30_000;
/** How long a client that was refused may take to read why, and to hang up, ms. */
const lingerMs = 5_000;

const webSockets = new WebSocketServer({
  noServer: true,
  maxPayload: longestMessage,
  perMessageDeflate: false,
  handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
});

/** Lets a client in whose stream is ready, and begins it. */
export function acceptWebSocket(
  incoming: IncomingMessage,
  { socket, head }: { readonly socket: Duplex; readonly head: Buffer },
  prepared: Prepared,
): void {
  let isBegun = false;
  // An upgrade that is broken is answered by the library, which then closes the line.
  socket.on("close", () => {
    if (!isBegun) prepared.cancel();
  });
  // The client hung up while its stream was made ready, or the deadline has answered: nobody will tell of that any more.
  if (socket.destroyed || socket.writableEnded) {
    prepared.cancel();
    return;
  }
  webSockets.handleUpgrade(incoming, socket, head, (webSocket) => {
    isBegun = true;
    const { leave } = prepared.begin(webSocketLine(webSocket, socket as Socket));
    let isAlive = true;
    const pinging = setInterval(() => {
      if (!isAlive) return webSocket.terminate();
      isAlive = false;
      webSocket.ping();
    }, pingMs);
    webSocket.on("pong", () => {
      isAlive = true;
    });
    // What ends it is in the close that follows.
    webSocket.on("error", () => undefined);
    webSocket.on("close", () => {
      clearInterval(pinging);
      leave();
    });
  });
}

/**
 * Whether a request begins a WebSocket. Any other that offers to go on as one is answered as if it had not (RFC 9110 section 7.8):
 * as an upgrade it would have no answer to write to as it comes, and no body.
 */
export function asksForWebSocket({ method, url = "", headers }: IncomingMessage): boolean {
  if (method !== "GET" || headers.upgrade?.toLowerCase() !== "websocket") return false;
  return URL.parse(url, "http://localhost")?.pathname === webSocketPath;
}

type Fetch = (request: Request, env: object) => Response | Promise<Response>;

/**
 * Hands upgrades to the app as the GET that each is, so that credentials, quotas and parameters are looked at as of any
 * other request. What the app refuses is answered with its problem document.
 */
export function serveUpgrades(server: Server, fetch: Fetch): void {
  server.on("upgrade", (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    void answer(fetch, incoming, socket, head).catch(() => socket.destroy());
  });
}

async function answer(fetch: Fetch, incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  const request = new Request(new URL(incoming.url ?? "/", "http://localhost"), {
    method: incoming.method ?? "GET",
    headers: headersOf(incoming),
  });
  const response = await fetch(request, { incoming, upgrade: { socket, head } });
  if (response.headers.has("x-hono-already-sent")) return;
  const body = Buffer.from(await response.arrayBuffer());
  const lines = [...response.headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ""}\r\n${lines}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n`,
      ),
      body,
    ]),
  );
  // It is no connection of the server's any more, whose time limits and stop would end it: one that its client holds open
  // would stay for ever. What still comes is not for anybody.
  socket.resume();
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

/** As they came, and the credential that a browser puts among the subprotocols. */
function headersOf({ headers }: IncomingMessage): Headers {
  const given = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value ?? []].flat()) given.append(name, one);
  }
  const offered = (headers["sec-websocket-protocol"] ?? "").split(",").map((one) => one.trim());
  const credential = offered.find((one) => one.startsWith(credentialPrefix))?.slice(credentialPrefix.length);
  if (credential !== undefined && !given.has("authorization")) given.set("authorization", `Bearer ${credential}`);
  return given;
}
