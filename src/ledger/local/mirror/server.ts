import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Consensus } from "../consensus.ts";
import type { Faults } from "../faults.ts";
import type { Store } from "../store.ts";
import { Blocks } from "./blocks.ts";
import { controlFaults } from "./control.ts";
import { MirrorRefusal, notFound } from "./parameters.ts";
import { MirrorReader } from "./reader.ts";
import type { MirrorRequest } from "./route.ts";
import { answerMirror } from "./routes.ts";
import { mirrorView } from "./view.ts";

declare global {
  // In Node since 21, in the language's own types not yet.
  interface JSON {
    rawJSON(text: string): unknown;
  }
}

export type MirrorDeps = {
  readonly store: Store;
  readonly consensus: Consensus;
  readonly faults: Faults;
  readonly blockPeriodMs: number;
  /** Serve `/faults`. */
  readonly faultControl: boolean;
  readonly nodes: () => MirrorRequest["nodes"];
  readonly onCrash: (error: unknown) => void;
};

/** The REST face of a mirror node (`/api/v1/...`, GET only) over the ledger's own state. */
export class MirrorServer {
  readonly #deps: MirrorDeps;
  readonly #blocks: Blocks;
  readonly #server: Server;

  constructor(deps: MirrorDeps) {
    this.#deps = deps;
    this.#blocks = new Blocks(BigInt(deps.blockPeriodMs) * 1_000_000n, deps.store.requiredMeta("created_ns"));
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        deps.onCrash(error);
        if (!response.headersSent) reply(response, 500, statusBody("Internal error"));
      });
    });
  }

  /** Returns the port. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { faults, faultControl } = this.#deps;
    const url = new URL(request.url ?? "/", "http://mirror");
    if (faultControl && url.pathname === "/faults") {
      const { status, body } = await controlFaults(faults, request);
      return reply(response, status, body);
    }
    const fault = faults.mirrorFault()?.fault;
    if (fault?.kind === "down") {
      if (fault.how !== "silent") request.socket.destroy();
      return;
    }
    if (fault?.kind === "status") return reply(response, fault.status, statusBody(`fault: ${fault.status}`));
    if (request.method === "OPTIONS") return reply(response, 204, undefined);
    try {
      if (request.method !== "GET" && request.method !== "HEAD") throw notFound();
      reply(response, 200, answerMirror(this.#view(url)));
    } catch (error) {
      if (!(error instanceof MirrorRefusal)) throw error;
      reply(response, error.status, statusBody(error.message));
    }
  }

  #view(url: URL): MirrorRequest {
    const { store, consensus, faults, nodes } = this.#deps;
    consensus.settle();
    const present = consensus.presentNs;
    // Promised before it is told: nothing may enter a block that a caller has seen closed.
    consensus.seal(this.#blocks.block(this.#blocks.newest(present)).toNs);
    const view = mirrorView(store, faults, present);
    return {
      path: url.pathname,
      search: url.searchParams,
      lookups: new MirrorReader(store, view.lookupsNs),
      blockReader: new MirrorReader(store, view.blocksNs),
      blocks: this.#blocks,
      nodes: nodes(),
    };
  }
}

function statusBody(message: string): object {
  return { _status: { messages: [{ message }] } };
}

/** A 64-bit integer is written in full, as the public mirror does. */
function exactIntegers(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? JSON.rawJSON(value.toString()) : value;
}

function reply(response: ServerResponse, status: number, body: object | undefined): void {
  response.writeHead(status, {
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "*",
    "cache-control": "no-store",
    ...(body && { "content-type": "application/json; charset=utf-8" }),
  });
  response.end(body && JSON.stringify(body, exactIntegers));
}
