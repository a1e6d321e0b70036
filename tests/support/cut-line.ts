import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Where a connection breaks: before PostgreSQL gets a statement, or when it has done it and before its answer is heard. */
export type Cut = { readonly statement: number; readonly mode: "unsent" | "unanswered" };

/** A way to PostgreSQL that breaks at a statement: everything before it came there, and nothing behind it. */
export type CutLine = {
  readonly url: string;
  /** Counts from here on, over all connections. */
  arm(cut: Cut | undefined): void;
  /** Since it was armed. */
  readonly statements: number;
  readonly hasCut: boolean;
  close(): void;
};

const [execute, query, sync, ready] = [..."EQSZ"].map((letter) => letter.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
];
const syncMessage = Buffer.from([sync, 0, 0, 0, 4]);

export async function cutLine(url: string): Promise<CutLine> {
  const target = new URL(url);
  const port = Number(target.port);
  const sockets = new Set<Socket>();
  const state = { cut: undefined as Cut | undefined, statements: 0, hasCut: false };
  const server = createServer((near) => {
    const far = connect(port, target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      // Message by message it would wait for the other side's acknowledgements.
      socket.setNoDelay(true);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    }
    pass(near, far, state);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  target.port = String((server.address() as AddressInfo).port);
  return {
    url: target.href,
    arm: (cut) => void Object.assign(state, { cut, statements: 0, hasCut: false }),
    get statements() {
      return state.statements;
    },
    get hasCut() {
      return state.hasCut;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function pass(near: Socket, far: Socket, state: { cut: Cut | undefined; statements: number; hasCut: boolean }): void {
  // Of what was asked and of what was answered; the start of a session is answered too.
  let [asked, answered, isOver] = [1, 0, false];
  const over = () => {
    near.destroy();
    far.destroy();
  };
  const requests = messages(0, (message, type) => {
    if (isOver) return;
    if (type === execute || type === query) state.statements++;
    const isCut = (type === execute || type === query) && state.statements === state.cut?.statement && !state.hasCut;
    if (type === sync || type === query) asked++;
    if (!isCut || state.cut?.mode === "unanswered") far.write(message);
    if (!isCut) return;
    isOver = state.hasCut = true;
    if (state.cut?.mode === "unsent") return over();
    if (type === execute) {
      asked++;
      far.write(syncMessage);
    }
  });
  const answers = messages(5, (message, type) => {
    if (type === ready) answered++;
    if (!isOver) near.write(message);
    else if (answered === asked) over();
  });
  near.on("data", requests).on("close", over);
  far.on("data", answers).on("close", over);
}

/** Takes bytes apart into PostgreSQL's messages. @param head bytes before the body of the first one: it may have no type */
function messages(head: 0 | 5, told: (message: Buffer, type: number | undefined) => void): (chunk: Buffer) => void {
  let [rest, isFirst] = [Buffer.alloc(0), head === 0];
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const at = isFirst ? 0 : 1;
      if (rest.length < at + 4) return;
      const length = at + rest.readUInt32BE(at);
      if (rest.length < length) return;
      told(rest.subarray(0, length), isFirst ? undefined : rest[0]);
      rest = rest.subarray(length);
      isFirst = false;
    }
  };
}
