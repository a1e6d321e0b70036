import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { networksOf } from "../../src/platform/addresses.ts";
import { createOutbound, OutboundError, type OutboundSettings } from "../../src/platform/outbound.ts";

const limits = { maxBytes: 1_000, timeoutMs: 5_000 };
const loopback = networksOf(["127.0.0.2"]);

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    if (server instanceof http.Server || server instanceof https.Server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listening(server: Server, host = "127.0.0.2", port = 0): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return (server.address() as AddressInfo).port;
}

const serve = (answer: http.RequestListener, host?: string, port?: number) =>
  listening(http.createServer(answer), host, port);

/** A name that leads to these addresses, the next ones at the next look-up. */
function names(...answers: string[][]) {
  let asked = 0;
  const resolve = async () => answers[Math.min(asked++, answers.length - 1)] ?? [];
  return { resolve, asked: () => asked };
}

async function refusal(url: string, settings: OutboundSettings = {}, request = limits): Promise<string> {
  const error = await createOutbound(settings)(url, request).then(
    ({ status }) => new Error(`answered ${status}`),
    (thrown: unknown) => thrown,
  );
  return error instanceof OutboundError ? error.reason : String(error);
}

describe("a tenant's URL", () => {
  test.each([
    ["ftp://example.com/", "url"],
    ["file:///etc/passwd", "url"],
    ["not a url", "url"],
    ["https://user:secret@example.com/", "url"],
    ["https://127.0.0.1/", "address"],
    ["https://2130706433/", "address"],
    ["https://0x7f.1/", "address"],
    ["https://0177.0.0.1/", "address"],
    ["https://[::1]/", "address"],
    ["https://[::ffff:127.0.0.1]/", "address"],
    ["https://[::ffff:a9fe:a9fe]/", "address"],
    ["https://169.254.169.254/latest/meta-data/", "address"],
    ["https://10.0.0.1:8443/", "address"],
    ["http://1.1.1.1/", "url"],
  ])("%s is refused for its %s, without a look-up or a connection", async (url, reason) => {
    const { resolve, asked } = names(["1.1.1.1"]);
    expect(await refusal(url, { resolve })).toBe(reason);
    expect(asked()).toBe(0);
  });

  test.each([
    [["10.0.0.1"]],
    [["1.1.1.1", "127.0.0.1"]],
    [["2606:4700::1111", "::ffff:127.0.0.1"]],
    [["fe80::1"]],
    [[]],
  ])("whose name leads to %j is refused: one closed address is enough", async (addresses) => {
    expect(await refusal("https://rebind.example/", { resolve: names(addresses).resolve })).toBe("address");
  });

  test("whose name nobody knows is refused for its address", async () => {
    const resolve = () => Promise.reject(new Error("ENOTFOUND"));
    expect(await refusal("https://no-such-name.example/", { resolve })).toBe("address");
  });

  test("is not reached over plain http, unless the operator allows its address", async () => {
    const port = await serve((_request, answer) => answer.end("inside"));
    expect(await refusal(`http://127.0.0.2:${port}/`)).toBe("address");
    const { status, body } = await createOutbound({ allowed: loopback })(`http://127.0.0.2:${port}/`, limits);
    expect([status, Buffer.from(body).toString()]).toEqual([200, "inside"]);
  });
});

test("a name that changes its address after the check is called where it was checked", async () => {
  const hits: string[] = [];
  const port = await serve((_request, answer) => answer.end(String(hits.push("allowed"))));
  await serve((_request, answer) => answer.end(String(hits.push("closed"))), "127.0.0.3", port);
  const { resolve, asked } = names(["127.0.0.2"], ["127.0.0.3"]);
  const outbound = createOutbound({ allowed: loopback, resolve });
  expect((await outbound(`http://rebind.example:${port}/`, limits)).status).toBe(200);
  expect([hits, asked()]).toEqual([["allowed"], 1]);
  // The next call looks again, and is refused.
  await expect(outbound(`http://rebind.example:${port}/`, limits)).rejects.toMatchObject({ reason: "address" });
  expect(hits).toEqual(["allowed"]);
});

test("the certificate must be the name's, whatever address it was pinned to", async () => {
  const file = (name: string) => readFileSync(new URL(`../vectors/tls/${name}`, import.meta.url), "utf8");
  const [key, cert] = [file("issuer.test.key.pem"), file("issuer.test.pem")];
  const port = await listening(
    https.createServer({ key, cert }, (request, answer) => answer.end(request.headers.host)),
  );
  const settings = { allowed: loopback, resolve: names(["127.0.0.2"]).resolve, ca: cert };
  const { body } = await createOutbound(settings)(`https://issuer.test:${port}/`, limits);
  expect(Buffer.from(body).toString()).toBe(`issuer.test:${port}`);
  expect(await refusal(`https://other.test:${port}/`, settings)).toBe("connection");
  expect(await refusal(`https://issuer.test:${port}/`, { ...settings, ca: "" })).toBe("connection");
});

describe("an answer", () => {
  const from = (port: number) => `http://127.0.0.2:${port}/`;
  const allowed = { allowed: loopback };

  test.each([301, 302, 303, 307, 308, 304])(
    "of status %d is refused, and its Location is not called",
    async (status) => {
      const paths: (string | undefined)[] = [];
      const port = await serve((request, answer) => {
        paths.push(request.url);
        answer.writeHead(status, { Location: "/elsewhere" }).end();
      });
      expect(await refusal(from(port), allowed)).toBe("redirect");
      expect(paths).toEqual(["/"]);
    },
  );

  test("that says it is too long, or is without saying so, is given up", async () => {
    const said = await serve((_request, answer) => answer.end("x".repeat(1_001)));
    expect(await refusal(from(said), allowed)).toBe("too-large");
    let sent = 0;
    const endless = await serve((_request, answer) => {
      const more = (): void => {
        while (!answer.destroyed && answer.write("x".repeat(500))) sent += 500;
        if (!answer.destroyed) answer.once("drain", more);
      };
      more();
    });
    expect(await refusal(from(endless), allowed)).toBe("too-large");
    expect(sent).toBeLessThan(50_000_000);
    const exact = await serve((_request, answer) => answer.end("x".repeat(1_000)));
    expect((await createOutbound(allowed)(from(exact), limits)).body.length).toBe(1_000);
  });

  test("with headers without end is given up", async () => {
    const port = await serve((_request, answer) => {
      for (let i = 0; i < 40; i++) answer.setHeader(`x-${i}`, "y".repeat(1_000));
      answer.end();
    });
    expect(await refusal(from(port), allowed)).toBe("connection");
  });

  test("that never comes, or stops half-way, is given up when the time is over; so is a look-up", async () => {
    const short = { ...limits, timeoutMs: 150 };
    const silent = await serve(() => undefined);
    expect(await refusal(from(silent), allowed, short)).toBe("too-slow");
    const half = await serve((_request, answer) => answer.writeHead(200, { "Content-Length": "10" }).write("x"));
    expect(await refusal(from(half), allowed, short)).toBe("too-slow");
    expect(await refusal("https://slow.example/", { resolve: () => new Promise(() => undefined) }, short)).toBe(
      "too-slow",
    );
  });

  test("that changes to another protocol ends there, and is told by its status", async () => {
    const port = await listening(
      createServer((socket) =>
        socket.once("data", () => socket.write("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")),
      ),
    );
    expect((await createOutbound(allowed)(from(port), limits)).status).toBe(101);
  });

  test("that breaks off is no answer", async () => {
    const port = await serve((_request, answer) => {
      answer.writeHead(200, { "Content-Length": "10" });
      answer.write("x", () => answer.destroy());
    });
    expect(await refusal(from(port), allowed)).toBe("connection");
    const closed = await listening(createServer((socket) => socket.destroy()));
    expect(await refusal(from(closed), allowed)).toBe("connection");
  });
});

test("what is sent arrives with its headers and body, and asks for no compression", async () => {
  let seen: { method?: string | undefined; headers?: http.IncomingHttpHeaders; body?: string } = {};
  const port = await serve(async (request, answer) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    seen = { method: request.method, headers: request.headers, body };
    answer.writeHead(410).end();
  });
  const request = { ...limits, method: "POST", headers: { "X-Sign": "abc" }, body: Buffer.from("{}") } as const;
  const { status } = await createOutbound({ allowed: loopback })(`http://127.0.0.2:${port}/hook`, request);
  expect(status).toBe(410);
  expect(seen).toMatchObject({
    method: "POST",
    body: "{}",
    headers: { "x-sign": "abc", "accept-encoding": "identity" },
  });
  expect(seen.headers?.connection).toBe("close");
});
