import { Agent, get, type IncomingHttpHeaders } from "node:http";

export type Asked = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly bytes: Buffer };

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** An answer as it comes, compressed: who asks shares two cores with what is measured, and does as little work as it can. */
export function ask(url: string, headers: Readonly<Record<string, string>>): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { ...headers, "accept-encoding": "gzip" } }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(pieces) }),
      );
    });
    request.on("error", reject);
  });
}
