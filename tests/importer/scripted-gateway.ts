import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { runImport } from "../../src/importer/import.ts";
import { readOptions } from "../../src/importer/options.ts";

export type Received = {
  readonly path: string;
  readonly key: string | undefined;
  /** The call that brought it. */
  readonly batch: unknown;
  readonly body: Body;
};
// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape are looked into
export type Body = any;
export type Reply =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | "hang up";

/**
 * A server that answers batches reading by reading as a test says, for failures that a real gateway shows rarely. A
 * reply that speaks of the whole call (a key, too busy, gone) ends it there, with the results before it told.
 */
export async function scriptedGateway(reply: (body: Body, nth: number) => Reply, hasRecords = () => true) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method === "GET") {
      response.writeHead(hasRecords() ? 200 : 404, { "content-type": "application/json" });
      response.end(JSON.stringify({ anchor: { state: "anchored" } }));
      return;
    }
    const lines = gunzipSync(Buffer.concat(chunks)).toString().trimEnd().split("\n");
    for (const [index, line] of lines.entries()) {
      const body = JSON.parse(line);
      received.push({ path: request.url ?? "", key: request.headers.authorization, batch: request, body });
      const answer = reply(body, received.length);
      if (answer === "hang up") {
        // What was written before reaches the sender.
        setImmediate(() => request.socket.destroy());
        return;
      }
      const ends = [401, 403, 408, 429].includes(answer.status) || answer.status >= 500;
      const problem = { status: answer.status, ...(answer.body as object) };
      if (!response.headersSent) {
        response.writeHead(ends ? answer.status : 200, { "content-type": "application/x-ndjson", ...answer.headers });
        if (ends) return void response.end(JSON.stringify(problem));
      }
      if (ends) return void response.end(`${JSON.stringify({ complete: false, problem })}\n`);
      const refused = { result: "refused", problem };
      response.write(`${JSON.stringify({ index, ...(answer.status > 299 ? refused : (answer.body as object)) })}\n`);
    }
    response.end(`${JSON.stringify({ complete: true })}\n`);
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
    result: "accepted",
    record_id: `rec_${body.device_id}_${body.timestamp}`,
    status: "APPROVED",
    trust_score: 0.99,
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
