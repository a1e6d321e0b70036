import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { runImport } from "../../src/importer/import.ts";
import { readOptions } from "../../src/importer/options.ts";

export type Received = {
  readonly path: string;
  readonly key: string | undefined;
  readonly prefer: string | undefined;
  readonly body: Body;
};
// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape are looked into
export type Body = any;
export type Reply =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | "hang up";

/** A server that answers the main call as a test says, for failures that a real gateway shows rarely. */
export async function scriptedGateway(reply: (body: Body, nth: number) => Reply, hasRecords = () => true) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    if (request.method === "GET") {
      response.writeHead(hasRecords() ? 200 : 404, { "content-type": "application/json" });
      response.end(JSON.stringify({ anchor: { state: "anchored" } }));
      return;
    }
    const body = JSON.parse(text);
    const { authorization, prefer } = request.headers;
    received.push({ path: request.url ?? "", key: authorization, prefer: prefer?.toString(), body });
    const answer = reply(body, received.length);
    if (answer === "hang up") {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(JSON.stringify(answer.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

export const approved = (body: Body): Reply => ({
  status: 202,
  body: {
    record_id: `rec_${body.device_id}_${body.timestamp}`,
    status: "APPROVED",
    trust_score: 0.99,
    timestamp: body.timestamp,
  },
});

export type Run = { readonly code: number; readonly out: string; readonly err: string };

/** Runs the program as the command line would, in this process. */
export async function run(
  argv: readonly string[],
  folder: string,
  signal = new AbortController().signal,
): Promise<Run> {
  const texts = { out: "", err: "" };
  const screen = (name: "out" | "err") => ({ write: (text: string) => (texts[name] += text) });
  const around = { folder, dataDir: folder, apiKey: "test-key" };
  const code = await runImport(argv, around, { out: screen("out"), err: screen("err"), signal });
  return { code, ...texts };
}

/** Where the program keeps the progress of this command. */
export function stateFileOf(argv: readonly string[], folder: string): string {
  return readOptions(argv, { folder, dataDir: folder, apiKey: "test-key" }).stateFile;
}
