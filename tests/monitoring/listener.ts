import { WebSocket } from "ws";

export type Heard = {
  readonly id?: string;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: events of every shape
  readonly data: any;
};

/** A client of a live stream that keeps what it heard; whatever is waited for is waited for with a test's own time limit. */
export class Listener {
  readonly heard: Heard[] = [];
  /** Resolves when the line is closed. */
  readonly closed: Promise<void>;
  closeCode: number | undefined;
  #lastId: string | undefined;
  #wake: (() => void)[] = [];
  #isClosed = false;
  readonly #stop: () => void;

  private constructor(run: (hear: (one: Heard) => void, at: (id: string) => void) => Promise<void>, stop: () => void) {
    this.#stop = stop;
    const hear = (one: Heard) => {
      this.heard.push(one);
      this.#alert();
    };
    const at = (id: string) => {
      this.#lastId = id;
      this.#alert();
    };
    this.closed = run(hear, at).finally(() => {
      this.#isClosed = true;
      this.#alert();
    });
  }

  static async sse(url: string, key: string, headers: Record<string, string> = {}): Promise<Listener> {
    const aborting = new AbortController();
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${key}`, accept: "text/event-stream", ...headers },
      signal: aborting.signal,
    });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    const run = (hear: (one: Heard) => void, at: (id: string) => void) =>
      read(response, hear, at).catch(() => undefined);
    const listener = new Listener(run, () => aborting.abort());
    await listener.#until(() => listener.#lastId);
    return listener;
  }

  static async webSocket(url: string, key: string): Promise<Listener> {
    const socket = new WebSocket(url.replace(/^http/, "ws"), ["hydro.v1", `bearer.${key}`]);
    // Heard from the start: the first message may come in one piece with the opening.
    const listener: Listener = new Listener(
      (hear, at) =>
        new Promise((resolve) => {
          socket.on("message", (data) => {
            const one = JSON.parse(String(data)) as Heard;
            if (one.id !== undefined) at(one.id);
            if (one.event !== "open" && one.event !== "heartbeat") hear(one);
          });
          socket.on("close", (code) => {
            listener.closeCode = code;
            resolve();
          });
        }),
      () => socket.close(),
    );
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
      socket.once("unexpected-response", (_request, response) => {
        reject(new Error(`answered ${response.statusCode}`));
        socket.terminate();
      });
    });
    await listener.#until(() => listener.#lastId);
    return listener;
  }

  get lastId(): string {
    return this.#lastId ?? "";
  }

  /** The first event that fits, heard already or yet to come. */
  event(fits: (one: Heard) => boolean): Promise<Heard> {
    return this.#until(() => this.heard.find(fits));
  }

  events(name: string): Heard[] {
    return this.heard.filter(({ event }) => event === name);
  }

  stop(): Promise<void> {
    this.#stop();
    return this.closed;
  }

  async #until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (this.#isClosed) throw new Error(`the stream was closed: ${JSON.stringify(this.heard.slice(-3))}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  #alert(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

/** HTML, section 9.2.6: as far as this gateway writes it. */
async function read(response: Response, hear: (one: Heard) => void, at: (id: string) => void): Promise<void> {
  let text = "";
  for await (const piece of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    text += piece;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = new Map(block.split("\n").map((line) => line.split(/: (.*)/s, 2) as [string, string]));
      const [id, event, data] = [fields.get("id"), fields.get("event"), fields.get("data")];
      if (event !== undefined) hear({ ...(id !== undefined && { id }), event, data: JSON.parse(data ?? "null") });
      if (id !== undefined) at(id);
    }
  }
}
