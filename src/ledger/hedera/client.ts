import { Client } from "@hashgraph/sdk";
import type { NetworkName } from "../ledger.ts";
import { openTransport } from "./transport.ts";

export type ClientOptions = {
  readonly network: NetworkName;
  /** `host:port` -> node account; required on the local ledger, which the SDK has no list of. */
  readonly nodes?: Readonly<Record<string, string>>;
  readonly requestTimeoutMs: number;
};

/**
 * An SDK client that does exactly one call per request: no retries, no benching of nodes, no look-up
 * of other nodes, no operator (so that it never adds a signature). Whoever owns the attempt decides
 * about another try.
 */
export function openClient(options: ClientOptions): Client {
  const { network, nodes, requestTimeoutMs } = options;
  if (nodes === undefined && network === "local") throw new Error("The local ledger needs its list of nodes.");
  return new SingleCallClient(nodes === undefined ? network : withoutLocalMode(nodes), requestTimeoutMs);
}

/** From now on the client knows these nodes. What is under way at one that is gone ends without an answer. */
export function replaceNodes(client: Client, nodes: Readonly<Record<string, string>>): void {
  client.setNetwork(withoutLocalMode(nodes));
  // Of nodes that were added too.
  client.setNodeMinBackoff(0);
  client.setNodeMaxBackoff(0);
}

type NodeChannel = ReturnType<ReturnType<Client["_createNetworkChannel"]>>;

class SingleCallClient extends Client {
  readonly #requestTimeoutMs: number;

  constructor(network: string | Record<string, string>, requestTimeoutMs: number) {
    super({ network, scheduleNetworkUpdate: false });
    this.#requestTimeoutMs = requestTimeoutMs;
    // Without a mirror list an INVALID_NODE_ACCOUNT answer cannot start an address book download.
    this.setMirrorNetwork([]);
    this.setMaxAttempts(1);
    this.setMinBackoff(0);
    this.setNodeMinBackoff(0);
    // A node that failed is asked again at once: with one node per transaction the SDK would
    // otherwise refuse every later call with "All nodes are unhealthy".
    this.setNodeMaxBackoff(0);
    this.setSignOnDemand(false);
    this.setDefaultRegenerateTransactionId(false);
    // The SDK starts a timer per request and never clears it, which holds a finished process open.
    // Without a deadline of its own it starts none; the transport has a real one, which cancels the call.
    Object.defineProperty(this, "grpcDeadline", { value: null });
  }

  /**
   * The SDK's channels share one connection per address in the whole process, wait up to two minutes
   * before they reconnect after an outage, and let a timed-out call run on. Ours do none of this.
   */
  override _createNetworkChannel(): (address: string) => NodeChannel {
    const createChannel = super._createNetworkChannel();
    return (address) => {
      const transport = openTransport(address, this.#requestTimeoutMs);
      return Object.assign(createChannel(address), {
        _createUnaryClient: transport.unaryCalls,
        close: transport.close,
      });
    };
  }
}

/**
 * For a client with one of exactly two addresses the SDK makes a thousand attempts, whatever it was
 * told. The same hosts by their other names are spared.
 */
function withoutLocalMode(nodes: Readonly<Record<string, string>>): Record<string, string> {
  const otherName: Readonly<Record<string, string>> = {
    "127.0.0.1:50211": "localhost:50211",
    "localhost:8080": "127.0.0.1:8080",
  };
  return Object.fromEntries(
    Object.entries(nodes).map(([address, account]) => [otherName[address] ?? address, account]),
  );
}
