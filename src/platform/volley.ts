import pg from "pg";

export type Statement = { readonly text: string; readonly values: readonly unknown[] };
export type Answer = { readonly command: string; readonly rowCount: number | null; readonly rows: unknown[] };

/*
 * A function that is written where it is assigned to a property is taken for a method by the engine, and made among its
 * old objects. Whatever it refers to, here the rows of an answer and the values that were sent, then outlives each minor
 * collection, for nothing, until the next full one. So callbacks have a name first, and the driver's own promises, which
 * are made in that way, are not asked for where much is sent.
 */

/** One statement as the driver itself sends it. */
export function ask(client: pg.ClientBase, text: string, values: readonly unknown[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    client.query(text, [...values], (error: Error | undefined, answer: Answer) =>
      error ? reject(error) : resolve(answer),
    );
  });
}

/**
 * Sends statements in one message to the server and hears of them in one: they stand before one Sync, so where no
 * transaction is open they are one together (PostgreSQL protocol, section Pipelining), and where one fails those behind
 * it are not run. Whichever fails, all reject with its error. Those that come up often are prepared, connection by
 * connection.
 *
 * @returns an answer for each; whoever leaves one unheard is not told of its failure
 */
export function volley(client: pg.ClientBase, statements: readonly Statement[]): Promise<Answer>[] {
  const parts: Part[] = [];
  const answers = statements.map(
    ({ text, values }) =>
      new Promise<Answer>((resolve, reject) => {
        const part = new Query({ text, values: [...values], queryMode: "extended" });
        part.name = nameOf(text);
        const heard: Part["callback"] = (error, answer) => (error ? reject(error) : resolve(answer));
        part.callback = heard;
        parts.push(part);
      }),
  );
  client.query(new Volley(parts));
  for (const answer of answers) answer.catch(() => undefined);
  return answers;
}

/** Parsing and planning is most of what a small statement costs; one that is made for a number of rows comes up rarely. */
const preparedAfter = 8;
const mostNames = 64;
const mostCounted = 1_024;
const counts = new Map<string, number>();
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const name = names.get(text);
  if (name !== undefined || names.size >= mostNames) return name;
  const count = (counts.get(text) ?? 0) + 1;
  if (count < preparedAfter) {
    if (counts.size >= mostCounted) counts.clear();
    counts.set(text, count);
    return undefined;
  }
  counts.delete(text);
  names.set(text, `often_${names.size + 1}`);
  return names.get(text);
}

/** True when a prepared statement's tables have changed under it. It is prepared anew when it is sent again. */
export function isPlanOutdated(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === "0A000" && /cached plan/.test(String(message));
}

/** The part of the driver's connection that writes messages of the extended protocol. */
type Wire = {
  parse(message: { text: string; name?: string | undefined }): void;
  bind(message: object): void;
  describe(message: object): void;
  execute(message: object): void;
  close(message: { type: "S"; name?: string | undefined }): void;
  sync(): void;
};

/** What the driver's own query answers to; its types leave these out. */
type Part = pg.Submittable & {
  readonly text: string;
  name: string | undefined;
  callback: ((error: Error | null, answer: Answer) => void) | undefined;
  readonly _result: { _types: unknown };
  prepare(connection: Wire): void;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Wire): void;
  handleEmptyQuery(connection: Wire): void;
  handleError(error: Error, connection: Wire): void;
  handleReadyForQuery(connection: Wire): void;
};

const Query = pg.Query as unknown as new (config: { text: string; values?: unknown[]; queryMode: "extended" }) => Part;

type Statements = Record<string, string>;
/** What each connection has prepared, or is about to. */
const prepared = new WeakMap<Wire, Statements>();

class Volley extends Query {
  readonly #all: readonly Part[];
  /** Those that were sent, in their order; the first so many are answered. */
  #sent: readonly Part[] = [];
  #answered = 0;
  #known: Statements = {};
  /** Names that are new with this one. */
  readonly #named: string[] = [];

  constructor(parts: readonly Part[]) {
    super({ text: "volley", queryMode: "extended" });
    this.#all = parts;
  }

  /** What is asked, for whoever listens in on the driver. */
  get texts(): string[] {
    return this.#all.map(({ text }) => text);
  }

  override prepare(connection: Wire): void {
    this.#known = prepared.get(connection) ?? {};
    prepared.set(connection, this.#known);
    this.#sent = this.#all.filter((part) => {
      part._result._types = this._result._types;
      return this.#write(part, connection);
    });
    connection.sync();
  }

  /** @returns false when a value of it cannot be sent, which it has been told. */
  #write(part: Part, connection: Wire): boolean {
    let isRefused = false;
    const wire = {
      parsedStatements: this.#known,
      submittedNamedStatements: this.#known,
      parse: (message: { text: string; name?: string | undefined }) => {
        if (message.name !== undefined) {
          // What is left of that name from a volley that failed; closing what is not there is no error.
          connection.close({ type: "S", name: message.name });
          this.#named.push(message.name);
        }
        connection.parse(message);
      },
      bind: (message: object) => connection.bind(message),
      describe: (message: object) => connection.describe(message),
      execute: (message: object) => connection.execute(message),
      close: (message: { type: "S"; name?: string | undefined }) => {
        isRefused = true;
        if (message.name !== undefined) delete this.#known[message.name];
        connection.close(message);
      },
      // One for all, at the end.
      sync: () => undefined,
    };
    part.prepare(wire);
    return !isRefused;
  }

  override handleRowDescription(message: unknown): void {
    this.#sent[this.#answered]?.handleRowDescription(message);
  }

  override handleDataRow(message: unknown): void {
    this.#sent[this.#answered]?.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    this.#sent[this.#answered++]?.handleCommandComplete(message, connection);
  }

  override handleEmptyQuery(connection: Wire): void {
    this.#sent[this.#answered++]?.handleEmptyQuery(connection);
  }

  override handleError(error: Error, connection: Wire): void {
    for (const name of isPlanOutdated(error) ? Object.keys(this.#known) : this.#named) delete this.#known[name];
    const parts = this.#sent.length === 0 ? this.#all : this.#sent;
    for (const part of parts) part.handleError(error, connection);
  }

  // Not before: until then the driver does not know whether a transaction is open.
  override handleReadyForQuery(connection: Wire): void {
    for (const part of this.#sent) part.handleReadyForQuery(connection);
  }
}
