import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A bad line to the gateway, told by the first step of the path: `/lost` carries a call out and loses its first answer;
 * `/busy` answers the first try 429 with `Retry-After: 1`; `/proxy` 503 in HTML, with a date in `Retry-After`; `/portal` 200 with the page of a
 * Wi-Fi to sign in to, `/json` 200 with JSON of its own; `/cdn` 520; `/hurry` twice 503 with `Retry-After: 0`; `/edge` 503 with a problem that has no `status`; `/moved` answers every try 301; `/torn` ends the first answer in
 * its middle, with the connection; `/cut`
 * cuts the first stream off in the middle of its second event; `/late` answers the first try after the caller's patience.
 * Tries are of one call when method, path and body are the same. `/seen` lists what came, with its Idempotency-Key.
 */
export type BadLine = { readonly url: string; close(): Promise<void> };

type Seen = { readonly line: string; readonly method: string; readonly path: string; readonly key: string | null };

const lateMs = 1_500;
/** A date of HTTP has whole seconds: it asks for 1-2 s. */
const proxyWaitMs = 2_000;

/** Hands a stream on; the first is cut off in the middle of its second event. */
async function cutStream(url: string, headers: Record<string, string>, to: http.ServerResponse, isFirst: boolean) {
  const hangUp = new AbortController();
  to.on("close", () => hangUp.abort());
  try {
    const { status, headers: given, body } = await fetch(url, { headers, signal: hangUp.signal });
    to.writeHead(status, { "content-type": given.get("content-type") ?? "" }).flushHeaders();
    let text = "";
    for await (const chunk of body ?? []) {
      const sent = text.length;
      text += Buffer.from(chunk).toString();
      const second = text.indexOf("\nevent: ", text.indexOf("\nevent: ") + 1);
      if (isFirst && second > 0) {
        to.write(text.slice(sent, second + 40), () => to.destroy());
        return;
      }
      to.write(chunk);
    }
    to.end();
  } catch {
    to.destroy();
  } finally {
    hangUp.abort();
  }
}

export async function badLine(gatewayUrl: string): Promise<BadLine> {
  const seen: Seen[] = [];
  const calls = new Map<string, number>();
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const [, line = "", path = ""] = /^\/(\w+)(.*)$/.exec(request.url ?? "") ?? [];
    if (line === "seen") {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(seen));
      return;
    }
    const { method = "GET" } = request;
    const key = request.headers["idempotency-key"];
    seen.push({ line, method, path, key: typeof key === "string" ? key : null });
    const call = `${line} ${method} ${path} ${body.toString("base64")}`;
    const tries = (calls.get(call) ?? 0) + 1;
    calls.set(call, tries);
    const isFirst = tries === 1;
    if (line === "busy" && isFirst) {
      const problem = {
        type: "https://gateway.example/problems/quota-exceeded",
        title: "Too many requests",
        status: 429,
      };
      response.writeHead(429, { "content-type": "application/problem+json", "retry-after": "1" });
      response.end(JSON.stringify({ ...problem, detail: "Wait.", instance: "urn:request:busy" }));
      return;
    }
    if (line === "proxy" && isFirst) {
      const at = new Date(Date.now() + proxyWaitMs).toUTCString();
      response.writeHead(503, { "content-type": "text/html", "retry-after": at }).end("<h1>Service unavailable</h1>");
      return;
    }
    const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
    if (line === "portal" && isFirst) {
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in to the Wi-Fi</h1>");
      return;
    }
    if (line === "json" && isFirst) {
      response.writeHead(200, { "content-type": "application/json" }).end('{"login":"https://wi-fi.example"}');
      return;
    }
    if (line === "cdn" && isFirst) {
      response.writeHead(520, { "content-type": "text/html" }).end("<h1>Web server is returning an unknown error</h1>");
      return;
    }
    if (line === "hurry" && tries < 3) {
      response.writeHead(503, { "content-type": "text/plain", "retry-after": "0" }).end("Busy");
      return;
    }
    if (line === "edge" && isFirst) {
      response.writeHead(503, { "content-type": "application/problem+json" });
      response.end(JSON.stringify({ type: "https://edge.example/unavailable", title: "Unavailable" }));
      return;
    }
    if (line === "moved") {
      response.writeHead(301, { location: `${gatewayUrl}${path}` }).end();
      return;
    }
    if (line === "cut") {
      await cutStream(`${gatewayUrl}${path}`, headers as Record<string, string>, response, isFirst);
      return;
    }
    const answer = await fetch(`${gatewayUrl}${path}`, {
      method,
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body }),
    });
    const text = await answer.text();
    if (line === "lost" && isFirst) {
      request.socket.destroy();
      return;
    }
    if (line === "torn" && isFirst) {
      const type = answer.headers.get("content-type");
      request.socket.end(
        `HTTP/1.1 ${answer.status} OK\r\ncontent-type: ${type}\r\nconnection: close\r\n\r\n${text.slice(0, text.length / 2)}`,
      );
      return;
    }
    if (line === "late" && isFirst) await new Promise((resolve) => setTimeout(resolve, lateMs));
    const kept = ["content-type", "retry-after", "etag"].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    response.writeHead(answer.status, Object.fromEntries(kept)).end(text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
