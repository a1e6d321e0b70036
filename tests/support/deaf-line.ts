import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to PostgreSQL that can forget the connections on it: nothing passes any more, and nobody is told. */
export async function deafLine(url: string) {
  const target = new URL(url);
  const port = Number(target.port);
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connect(port, target.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    const pass = (from: Socket, to: Socket) =>
      from
        .on("data", (chunk) => pairs.has(pair) && to.write(chunk))
        .on("error", () => undefined)
        .on("close", () => pairs.has(pair) && to.destroy());
    pass(near, far);
    pass(far, near);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const all: (readonly [Socket, Socket])[] = [];
  target.port = String((server.address() as AddressInfo).port);
  return {
    url: target.href,
    /** The connections that are open now; new ones are as good as ever. */
    forget() {
      all.push(...pairs);
      pairs.clear();
    },
    close() {
      for (const pair of [...all, ...pairs]) for (const socket of pair) socket.destroy();
      server.close();
    },
  };
}
