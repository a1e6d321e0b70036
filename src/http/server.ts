import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import type { FaultCode } from "../kernel/fault.ts";
import { hostInUrl } from "../platform/addresses.ts";
import type { Metrics } from "../platform/metrics.ts";
import { inTurn } from "./in-turn.ts";
import { inWork } from "./in-work.ts";
import { lastAnswers } from "./last-answers.ts";
import type { HttpLimits } from "./limits.ts";
import { problemKinds } from "./problem-kinds.ts";
import { asksForWebSocket, serveUpgrades } from "./web-sockets.ts";

export type Listening = { readonly baseUrl: string; stop(): Promise<void> };

export type ServerSettings = {
  readonly host: string;
  readonly port: number;
  readonly limits: HttpLimits;
  readonly metrics?: Pick<Metrics, "unreadable">;
};

/** Longest headers of a request, bytes. */
const longestHeaders = 16_384;
/** Longer than what proxies keep a connection open for, so that they close it and not we, ms. */
const keepAliveMs = 75_000;

/**
 * Listens with a time limit on every part of a request: its headers, its body, a silent connection. Broken and
 * late ones get a problem document too.
 *
 * @throws {Error} when the port is taken, in one sentence
 */
export async function startServer(
  app: { fetch: (request: Request, env?: object) => Response | Promise<Response> },
  { host, port, limits, metrics }: ServerSettings,
): Promise<Listening> {
  const { headersTimeoutMs, bodyTimeoutMs, requestTimeoutMs } = limits;
  const count: Count = (why) => metrics?.unreadable.inc({ why });
  const options = {
    headersTimeout: headersTimeoutMs,
    // The handler that reads the body is told first, and answers in words.
    requestTimeout: headersTimeoutMs + bodyTimeoutMs + 5_000,
    connectionsCheckingInterval: Math.min(2_000, Math.ceil(headersTimeoutMs / 4)),
    keepAliveTimeout: keepAliveMs,
    maxHeaderSize: longestHeaders,
    // Others, such as an offer of HTTP/2, are plain requests.
    shouldUpgradeCallback: asksForWebSocket,
    // Refused below, in words.
    requireHostHeader: false,
  };
  const last = lastAnswers(listenerOf(app.fetch, host, count), () => server.closeIdleConnections());
  const { listener, whenAnswered } = inWork(inTurn(last.listener));
  const server = createServer(options, listener);
  // Simple clients close their side with the last byte of a request, and then read its answer (RFC 9112 section 9.6).
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on("checkExpectation", (_request: IncomingMessage, response: ServerResponse) => {
    count("no-http");
    end(response, { ...noHttp, status: 417, detail: "The only Expect that is met is 100-continue." });
  });
  // Whoever reads an answer so slowly that nothing moves for that long is let go.
  server.timeout = requestTimeoutMs + 30_000;
  const refused = new WeakSet<Duplex>();
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy(error);
    // What follows it is no more of a request than this is.
    if (refused.has(socket)) return;
    refused.add(socket);
    // Calls that came whole before it were taken, and may have taken effect: it is not the answer to them.
    whenAnswered(socket, () => refuse(error, socket as Socket, count));
  });
  serveUpgrades(server, app.fetch);
  server.listen(port, host);
  await listening(server, port);
  const address = server.address();
  const chosen = typeof address === "object" && address !== null ? address.port : port;
  return {
    baseUrl: `http://${hostInUrl(host)}:${chosen}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        last.begin();
        // Requests in work may finish; a connection that is kept open without one may not hold the shutdown.
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), limits.stopTimeoutMs).unref();
      }),
  };
}

/** Hands requests to the app; one that names no URL that could be asked for never is one. */
function listenerOf(fetch: Parameters<typeof getRequestListener>[0], hostname: string, count: Count): RequestListener {
  const listener = getRequestListener(fetch, {
    hostname,
    // The app answers its own failures.
    errorHandler: () => {
      count("no-http");
      return new Response(problemText(noUrl), { status: noUrl.status, headers: problemHeaders });
    },
  });
  return (incoming, outgoing) => {
    const isNamed = incoming.headers.host !== undefined || incoming.httpVersion === "1.0";
    if (isNamed) return void listener(incoming, outgoing);
    count("no-http");
    end(outgoing, noUrl);
  };
}

function end(response: ServerResponse, refusal: Refusal): void {
  const text = problemText(refusal);
  response.writeHead(refusal.status, {
    ...problemHeaders,
    Connection: "close",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(
        taken ? new Error(`Port ${port} is taken: stop what listens there, or set PORT to another number.`) : error,
      );
    });
  });
}

type Refusal = {
  readonly status: number;
  readonly code: FaultCode;
  readonly detail: string;
  readonly why: "late" | "too-long" | "no-http";
};

type Count = (why: Refusal["why"]) => void;

const noHttp: Refusal = {
  status: 400,
  code: "invalid-request",
  detail: "This is no HTTP/1.1 request.",
  why: "no-http",
};
const noUrl: Refusal = { ...noHttp, detail: "The path and the Host of this request make no URL." };
const problemHeaders = { "Content-Type": "application/problem+json", "X-Content-Type-Options": "nosniff" };

const problemText = ({ status, code, detail }: Refusal) =>
  JSON.stringify({ type: `/problems/${code}`, title: problemKinds[code].title, status, detail });

/** What never became a request: late, too long, or no HTTP. */
function refuse(
  error: NodeJS.ErrnoException,
  socket: Socket & { _httpMessage?: { headersSent: boolean } },
  count: Count,
): void {
  // An answer that has begun cannot be followed by another.
  if (!socket.writable || socket._httpMessage?.headersSent === true) {
    socket.destroy(error);
    return;
  }
  const refusal = refusalOf(error.code);
  const { status, why } = refusal;
  count(why);
  const body = problemText(refusal);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nX-Content-Type-Options: nosniff\r\n\r\n${body}`,
  );
}

function refusalOf(code: string | undefined): Refusal {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return { status: 408, code: "request-timeout", detail: "The request did not arrive in time.", why: "late" };
  if (code === "HPE_HEADER_OVERFLOW")
    return {
      status: 431,
      code: "invalid-request",
      detail: `The headers are longer than ${longestHeaders} bytes.`,
      why: "too-long",
    };
  if (code === "HPE_INVALID_EOF_STATE")
    return { ...noHttp, detail: "The connection ended before the request did: Content-Length says more than came." };
  return noHttp;
}
