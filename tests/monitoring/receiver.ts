import { createHmac } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";

export type Received = {
  readonly id: string;
  readonly type: string;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: events of every shape
  readonly data: any;
  readonly headers: http.IncomingHttpHeaders;
};

/** A real HTTP receiver of webhooks on an address of its own. */
export class Receiver {
  readonly received: Received[] = [];
  /** What the next messages are answered, then 204. `hang`: nothing. */
  readonly answers: (number | "hang" | { status: number; headers: Record<string, string> })[] = [];
  /** Sent behind the head of each answer, which then never ends. */
  endless: Buffer | undefined;
  /** How long it takes over each answer. */
  delayMs = 0;
  readonly #server = http.createServer((request, response) => void this.#take(request, response));
  readonly #waiting = new Set<() => void>();

  static async open(host = "127.0.0.3"): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, host, resolve));
    return receiver;
  }

  get url(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    return `http://${address}:${port}/hook?token=hidden`;
  }

  async #take(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { type, data } = JSON.parse(body);
    this.received.push({ id: String(request.headers["webhook-id"]), type, data, body, headers: request.headers });
    for (const wake of this.#waiting) wake();
    const answer = this.answers.shift() ?? 204;
    if (answer === "hang") return;
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    const { status, headers } = typeof answer === "number" ? { status: answer, headers: {} } : answer;
    response.writeHead(status, headers);
    if (this.endless === undefined) response.end();
    else response.write(this.endless);
  }

  /** The first message that fits, had already or to come. */
  async message(fits: (one: Received) => boolean): Promise<Received> {
    for (;;) {
      const found = this.received.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** What a receiver's library does: true when one of the signatures is by the secret. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const expected = `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
  return String(headers["webhook-signature"]).split(" ").includes(expected);
}
