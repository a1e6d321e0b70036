import { once } from "node:events";
import { connect, type Socket } from "node:net";

export type Answer = { readonly status: number; readonly head: string; readonly body: string };

/**
 * One HTTP/1.1 connection that asks and waits, as a device does, with as little work as a load generator can do: it
 * shares two cores with what it measures.
 */
export class LoadConnection {
  readonly #url: URL;
  readonly #fixed: string;
  #socket: Socket;
  #received: Buffer[] = [];
  #settle: ((answer: Answer) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  private constructor(url: URL, fixed: string, socket: Socket) {
    this.#url = url;
    this.#fixed = fixed;
    this.#socket = socket;
    this.#listen();
  }

  /** `headers`: of every request. */
  static async open(baseUrl: string, path: string, headers: Readonly<Record<string, string>>): Promise<LoadConnection> {
    const url = new URL(baseUrl);
    const lines = Object.entries({ host: url.host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    return new LoadConnection(url, `POST ${path} HTTP/1.1\r\n${lines.join("")}content-length: `, await connected(url));
  }

  async post(body: Buffer | string): Promise<Answer> {
    // The other side ends a connection on which nothing was asked for a while.
    if (this.#socket.destroyed || !this.#socket.writable) {
      this.#socket = await connected(this.#url);
      this.#listen();
    }
    const answer = new Promise<Answer>((resolve, reject) => {
      [this.#settle, this.#fail] = [resolve, reject];
    });
    this.#received = [];
    this.#socket.cork();
    this.#socket.write(`${this.#fixed}${Buffer.byteLength(body)}\r\n\r\n`);
    this.#socket.write(body);
    this.#socket.uncork();
    return answer;
  }

  close(): void {
    this.#fail = undefined;
    this.#socket.destroy();
  }

  #listen(): void {
    this.#socket.setNoDelay(true);
    this.#socket.on("data", (piece: Buffer) => this.#hear(piece));
    this.#socket.on("error", (error) => this.#fail?.(error));
    this.#socket.on("close", () => this.#fail?.(new Error("the connection was closed")));
  }

  #hear(piece: Buffer): void {
    this.#received.push(piece);
    const text = this.#received.length === 1 ? piece : Buffer.concat(this.#received);
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = text.toString("latin1", 0, end);
    const length = /^content-length: (\d+)/im.exec(head)?.[1];
    if (length === undefined && text.indexOf("\r\n0\r\n\r\n", end) < 0) return;
    if (length !== undefined && text.length < end + 4 + Number(length)) return;
    this.#settle?.({ status: Number(head.slice(9, 12)), head, body: text.toString("utf8", end + 4) });
  }
}

async function connected({ hostname, port }: URL): Promise<Socket> {
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  return socket;
}
