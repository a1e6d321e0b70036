import { once } from "node:events";
import { connect, type Socket } from "node:net";

export type Answer = { readonly status: number; readonly head: string; readonly body: string };

/**
 * One HTTP/1.1 connection that asks and waits, as a device does, with as little work as a load generator can do: it
 * shares two cores with what it measures.
 */
export class LoadConnection {
  readonly #socket: Socket;
  readonly #fixed: string;
  #received: Buffer[] = [];
  #settle: ((answer: Answer) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  private constructor(socket: Socket, fixed: string) {
    this.#socket = socket;
    this.#fixed = fixed;
    socket.setNoDelay(true);
    socket.on("data", (piece: Buffer) => this.#hear(piece));
    socket.on("error", (error) => this.#fail?.(error));
    socket.on("close", () => this.#fail?.(new Error("the connection was closed")));
  }

  /** `headers`: of every request. */
  static async open(baseUrl: string, path: string, headers: Readonly<Record<string, string>>): Promise<LoadConnection> {
    const { hostname, port, host } = new URL(baseUrl);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    return new LoadConnection(socket, `POST ${path} HTTP/1.1\r\n${lines.join("")}content-length: `);
  }

  async post(body: Buffer | string): Promise<Answer> {
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
