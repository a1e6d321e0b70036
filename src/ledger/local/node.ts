import type { Clock } from "../../kernel/time.ts";
import { Consensus } from "./consensus.ts";
import { Faults } from "./faults.ts";
import { ensureGenesis, nodeNums, type Operator } from "./genesis.ts";
import { GrpcPort, tlsPort } from "./grpc.ts";
import { HapiNode } from "./hapi-node.ts";
import { MirrorServer } from "./mirror/server.ts";
import { Store } from "./store.ts";

export type LocalLedgerOptions = {
  /** Folder of `ledger.sqlite`, made when missing; `":memory:"` keeps nothing. */
  readonly dataDir: string;
  /** Of the first node; the others follow, leaving out 50212. 0 (default) picks free ports. */
  readonly grpcPort?: number;
  readonly mirrorPort?: number;
  readonly host?: string;
  readonly clock?: Clock;
  readonly faults?: Faults;
  /** Serve `/faults` on the mirror port. Never where strangers reach it. */
  readonly faultControl?: boolean;
  /** Node accounts 0.0.3 and up, each on its own port. Default 3. */
  readonly nodeCount?: number;
  /** From a node's OK to consensus. Default 1. */
  readonly consensusLatencyMs?: number;
  /** A block closes this often; the mirror's watermark moves with it. Default 2000. */
  readonly blockPeriodMs?: number;
  readonly log?: (line: string) => void;
};

export type LocalLedger = {
  /** `host:port` to node account, as the SDK's `Client.forNetwork` takes it. */
  readonly network: Readonly<Record<string, string>>;
  readonly nodeAccountIds: readonly string[];
  /** Without `/api/v1`. */
  readonly mirrorUrl: string;
  /** A funded account, made at the first start and kept. */
  readonly operator: Operator;
  readonly faults: Faults;
  /** For tests: `hold()` and `release()` transactions between precheck and consensus. */
  readonly consensus: Consensus;
  close(): Promise<void>;
};

const nsPerMs = 1_000_000n;

/**
 * Starts a network in this process: HAPI nodes over gRPC that the SDK talks to, and a mirror node's
 * REST face, over one state on disk. What it was asked to keep survives a kill; transactions between
 * precheck and consensus do not (see {@link Consensus}).
 *
 * @throws if the data is in use by another process, or a port is taken.
 */
export async function startLocalLedger(options: LocalLedgerOptions): Promise<LocalLedger> {
  const { host = "127.0.0.1", clock = { nowMs: () => Date.now() }, faults = new Faults(), log = () => {} } = options;
  const onCrash = (error: unknown) => log(`local ledger: ${error instanceof Error ? error.stack : String(error)}`);
  // The clock's millisecond is read at its end: a transaction that starts within it is not in the future.
  const nowNs = () => BigInt(Math.floor(clock.nowMs()) + 1) * nsPerMs - 1n;
  const nums = nodeNums(options.nodeCount ?? 3);
  const numbers = portNumbers(options.grpcPort ?? 0, nums.length);
  const store = new Store(options.dataDir);
  const operator = ensureGenesis(store, nums.length, nowNs());
  const consensus = new Consensus(store, nowNs, options.consensusLatencyMs ?? 1, onCrash);
  const nodes = nums.map((num) => new HapiNode(num, { store, consensus, faults, nowNs }));
  const ports = nodes.map((node, i) => new GrpcPort(node, host, numbers[i] ?? 0, onCrash));
  const mirror = new MirrorServer({
    store,
    consensus,
    faults,
    blockPeriodMs: options.blockPeriodMs ?? 2000,
    faultControl: options.faultControl ?? false,
    nodes: () => nodes.map((node, i) => ({ num: node.num, address: ports[i]?.address ?? "" })),
    onCrash,
  });
  const close = async () => {
    for (const port of ports) await port.close();
    consensus.close();
    await mirror.close();
    store.close();
  };
  try {
    for (const port of ports) await port.open();
    const mirrorPort = await mirror.listen(options.mirrorPort ?? 0, host);
    const network = Object.fromEntries(nodes.map((node, i) => [ports[i]?.address ?? "", node.accountId]));
    faults.attach({
      sealNow: () => consensus.sealNow(),
      setPrices(times) {
        store.priceTimes = times;
      },
      setListening: async (nodeAccountId, listening) => {
        const port = ports[nodes.findIndex((node) => node.accountId === nodeAccountId)];
        if (listening) await port?.open();
        else await port?.close();
      },
    });
    return {
      network,
      nodeAccountIds: nodes.map((node) => node.accountId),
      mirrorUrl: `http://${host}:${mirrorPort}`,
      operator,
      faults,
      consensus,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One port for each node: all free ones, or the first and those above it, without the SDK's TLS port. */
function portNumbers(first: number, count: number): number[] {
  if (first === 0) return Array.from({ length: count }, () => 0);
  if (first === tlsPort) throw new Error(`Port ${tlsPort} cannot serve a local node: the SDK speaks TLS to it.`);
  const numbers: number[] = [];
  for (let port = first; numbers.length < count; port++) if (port !== tlsPort) numbers.push(port);
  return numbers;
}
