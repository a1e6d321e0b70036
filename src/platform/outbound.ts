import { lookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import type { Network } from "../kernel/networks.ts";
import { isIn, isPublicAddress } from "./addresses.ts";

/** Why a call to a tenant's URL was not made, or its answer not taken. */
export type OutboundRefusal =
  /** Not a plain https URL without user and password. */
  | "url"
  /** The name leads to an address that is not public, or nowhere. */
  | "address"
  /** The other side answered with a redirect, which is never followed. */
  | "redirect"
  | "too-large"
  | "too-slow"
  /** No connection, a broken one, a certificate that does not hold. */
  | "connection";

/** `reason` and `status` may be told to the tenant; the message and the cause are for the log. */
export class OutboundError extends Error {
  readonly reason: OutboundRefusal;
  /** What the other side answered, where that is why: a redirect's. */
  readonly status: number | undefined;

  constructor(reason: OutboundRefusal, message: string, cause?: unknown, status?: number) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "OutboundError";
    this.reason = reason;
    this.status = status;
  }
}

export type OutboundRequest = {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Longest body of the answer, bytes. */
  readonly maxBytes: number;
  /** From the look-up of the name to the last byte of the answer, ms. */
  readonly timeoutMs: number;
  /** Its head is the whole answer: a body, however long it is or takes, is read so far and thrown away. */
  readonly headOnly?: boolean;
};

export type OutboundAnswer = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Uint8Array;
};

/** Calls a URL that a tenant has set. @throws {OutboundError} */
export type Outbound = (url: string, request: OutboundRequest) => Promise<OutboundAnswer>;

export type OutboundSettings = {
  /** Networks that are reachable although they are not public, also over plain http: the operator's choice. */
  readonly allowed?: readonly Network[];
  /** All addresses of a name. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** Certificates that are trusted beside the system's, PEM. */
  readonly ca?: string;
};

/** Longest header block of an answer, bytes. */
const longestHeaders = 16_384;

/**
 * The one client for URLs that tenants set. A name is resolved once, every address it has must be allowed, and the
 * connection goes to one of exactly those: a name that changes its address between check and call (DNS rebinding)
 * gains nothing. No redirects, no compression, no reuse of connections, bounded size and time.
 */
export function createOutbound(settings: OutboundSettings = {}): Outbound {
  const resolve = settings.resolve ?? resolveAll;
  return async (text, request) => {
    const url = checkedUrl(text);
    const deadline = AbortSignal.timeout(request.timeoutMs);
    try {
      const addresses = await until(deadline, addressesOf(url, resolve));
      checkAddresses(url, addresses, settings.allowed);
      return await until(deadline, send(url, addresses, request, settings.ca, deadline));
    } catch (error) {
      if (error instanceof OutboundError) throw error;
      if (deadline.aborted) {
        throw new OutboundError("too-slow", `${url.host} took longer than ${request.timeoutMs} ms`, error);
      }
      throw new OutboundError("connection", `${url.host} cannot be reached`, error);
    }
  };
}

/**
 * Why a URL cannot be called whatever its name leads to by then; undefined where that only shows when it is called. For
 * whoever sets one, so that a mistake is told before the first call and not by it.
 */
export function refusedAtSight(text: string, allowed: readonly Network[]): OutboundRefusal | undefined {
  try {
    const url = checkedUrl(text);
    const host = hostOf(url);
    if (isIP(host) !== 0) checkAddresses(url, [host], allowed);
    else if (url.protocol === "http:" && allowed.length === 0) return "url";
    return undefined;
  } catch (error) {
    if (error instanceof OutboundError) return error.reason;
    throw error;
  }
}

async function resolveAll(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && (url.protocol === "https:" || url.protocol === "http:") && url.host !== "";
  if (!isPlain) throw new OutboundError("url", "it is no https URL");
  if (url.username !== "" || url.password !== "") throw new OutboundError("url", "it carries a user or a password");
  return url;
}

/** URL has written every spelling of an IPv4 address (octal, hex, one number) as four decimals. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, "$1");

async function addressesOf(url: URL, resolve: (host: string) => Promise<readonly string[]>) {
  const host = hostOf(url);
  if (isIP(host) !== 0) return [host];
  try {
    return await resolve(host);
  } catch (error) {
    throw new OutboundError("address", `${host} has no address`, error);
  }
}

function checkAddresses(url: URL, addresses: readonly string[], allowed: readonly Network[] | undefined): void {
  const isAllowed = (address: string) => allowed !== undefined && isIn(allowed, address);
  const isClear = addresses.length > 0 && addresses.every((one) => isAllowed(one) || isPublicAddress(one));
  if (!isClear) throw new OutboundError("address", `${url.hostname} leads to ${addresses.join(", ") || "nowhere"}`);
  if (url.protocol === "http:" && !addresses.every(isAllowed)) throw new OutboundError("url", "it is no https URL");
}

function send(
  url: URL,
  addresses: readonly string[],
  request: OutboundRequest,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<OutboundAnswer>();
  const { request: start } = url.protocol === "https:" ? https : http;
  const outgoing = start(url, {
    method: request.method ?? "GET",
    headers: { "User-Agent": "hydro-mrv-gateway", Accept: "*/*", ...request.headers, "Accept-Encoding": "identity" },
    agent: false,
    signal,
    maxHeaderSize: longestHeaders,
    ...(ca !== undefined && { ca }),
    // Whatever the name leads to by now: the addresses that were checked.
    lookup: (_host, options, done) => {
      const known = addresses.map((address) => ({ address, family: isIP(address) }));
      const [first] = known;
      if (options.all) done(null, known);
      else done(null, first?.address ?? "", first?.family);
    },
  });
  outgoing.on("error", reject);
  // Another protocol (101), which nobody asked for: without a listener Node ends the connection and says nothing at all.
  outgoing.on("upgrade", (answer, socket) => {
    socket.destroy();
    resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.alloc(0) });
  });
  outgoing.on("response", (answer) => {
    if (request.headOnly === true) {
      discard(answer, request.maxBytes);
      readHead(answer, url).then(resolve, reject);
      return;
    }
    read(answer, url, request.maxBytes).then(resolve, (error: unknown) => {
      outgoing.destroy();
      reject(error);
    });
  });
  outgoing.end(request.body);
  return promise;
}

async function readHead(answer: http.IncomingMessage, url: URL): Promise<OutboundAnswer> {
  const status = answer.statusCode ?? 0;
  const isRedirect = status >= 300 && status < 400;
  if (isRedirect) throw new OutboundError("redirect", `${url.host} answered ${status}`, undefined, status);
  return { status, headers: answer.headers, body: Buffer.alloc(0) };
}

/** To its end where that comes soon, so that the other side is not hung up on in the middle; the deadline ends it too. */
function discard(answer: http.IncomingMessage, maxBytes: number): void {
  let length = 0;
  answer.socket.unref();
  answer.on("error", () => {});
  answer.on("data", (chunk: Uint8Array) => {
    length += chunk.length;
    if (length > maxBytes) answer.destroy();
  });
}

async function read(answer: http.IncomingMessage, url: URL, maxBytes: number): Promise<OutboundAnswer> {
  const { status, headers } = await readHead(answer, url);
  const tooLarge = () => new OutboundError("too-large", `${url.host} answered more than ${maxBytes} bytes`);
  if (Number(headers["content-length"] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return { status, headers, body: Buffer.concat(chunks) };
}

/** The promise's value, or the signal's reason when that comes first. */
function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", stop));
}
