import { isStatusName, type StatusName } from "./wire.ts";

/** How something that is down behaves: it closes connections at once, or stays silent for ever. */
export type Silence = "reset" | "silent";

/** What can go wrong with one call to a node. */
export type CallFault =
  /** The node does its work; the answer never arrives. */
  | { readonly kind: "reply-lost-after"; readonly how?: Silence }
  /** The node never sees the call. */
  | { readonly kind: "reply-lost-before"; readonly how?: Silence }
  /** The node refuses with this precheck code: `BUSY`, `PLATFORM_NOT_ACTIVE`, ... */
  | { readonly kind: "precheck"; readonly status: StatusName }
  /** The node takes the transaction; it ends with this status at consensus, without effect. */
  | { readonly kind: "consensus"; readonly status: StatusName }
  /** The node takes the transaction; it never reaches consensus (a stale event). */
  | { readonly kind: "dropped" };

/** Which calls: of one node (`0.0.3`), of one sort or kind. */
export type CallMatch = {
  readonly node?: string;
  /** `submit`, `receipt`, `query`, or the kind of body or query: `consensusSubmitMessage`, ...; of a batch each part's too. */
  readonly call?: string;
};

export type Call = { readonly node: string; readonly names: readonly string[] };

export type ArmedFault = CallMatch & { readonly fault: CallFault; left: number; hits: number };

/** What can go wrong with the mirror, until it is healed. */
export type MirrorFault =
  | { readonly kind: "down"; readonly how?: Silence }
  | { readonly kind: "status"; readonly status: number }
  /** Serves one consistent state of a while ago. */
  | { readonly kind: "lagging"; readonly behindMs: number }
  | { readonly kind: "lagging-entries"; readonly behindEntries: number }
  /** Serves the state at the time of the fault, for ever. */
  | { readonly kind: "stalled" }
  /** Two replicas: blocks are fresh, all look-ups stay at the time of the fault. */
  | { readonly kind: "split" };

/** What faults act on; the running ledger. */
export type FaultTarget = {
  setListening(nodeAccountId: string, listening: boolean): Promise<void>;
  /** The present in ledger time, promised to be earlier than everything that follows. */
  sealNow(): bigint;
  /** Everything costs so many times as many hbar as usual. */
  setPrices(times: bigint): void;
};

/** Faults to rehearse. All are off until armed; one object serves one ledger. */
export class Faults {
  #armed: ArmedFault[] = [];
  readonly #down = new Map<string, Silence>();
  #ledgerDown: Silence | undefined;
  #mirror: { readonly fault: MirrorFault; readonly sinceNs: bigint } | undefined;
  #target: FaultTarget | undefined;
  #prices = 1n;

  /** Called by the ledger when it starts. */
  attach(target: FaultTarget): void {
    this.#target = target;
  }

  /** Makes the next `times` matching calls fail. Faults armed earlier go first. */
  arm(fault: CallFault, options: CallMatch & { readonly times?: number } = {}): ArmedFault {
    const { times = 1, ...match } = options;
    const armed: ArmedFault = { ...match, fault, left: times, hits: 0 };
    this.#armed.push(armed);
    return armed;
  }

  /** Takes one fault that acts on the call itself. */
  takeForCall(call: Call): CallFault | undefined {
    return this.#take(call, (fault) => fault.kind !== "consensus" && fault.kind !== "dropped");
  }

  /** Takes one fault that acts on a transaction after its precheck. */
  takeForAccepted(call: Call): CallFault | undefined {
    return this.#take(call, (fault) => fault.kind === "consensus" || fault.kind === "dropped");
  }

  #take(call: Call, acts: (fault: CallFault) => boolean): CallFault | undefined {
    const armed = this.#armed.find(
      ({ fault, node = call.node, call: name }) =>
        acts(fault) && node === call.node && (name === undefined || call.names.includes(name)),
    );
    if (armed === undefined) return undefined;
    armed.hits += 1;
    armed.left -= 1;
    if (armed.left <= 0) this.#armed = this.#armed.filter((other) => other !== armed);
    return armed.fault;
  }

  /** `reset` closes the node's port; `silent` leaves it open and unanswered. */
  async nodeDown(nodeAccountId: string, how: Silence = "reset"): Promise<void> {
    this.#down.set(nodeAccountId, how);
    if (how === "reset") await this.#target?.setListening(nodeAccountId, false);
  }

  async nodeUp(nodeAccountId: string): Promise<void> {
    this.#down.delete(nodeAccountId);
    await this.#target?.setListening(nodeAccountId, true);
  }

  /** Every node and the mirror answer no call; ports stay open. */
  ledgerDown(how: Silence = "reset"): void {
    this.#ledgerDown = how;
  }

  ledgerUp(): void {
    this.#ledgerDown = undefined;
  }

  /** Everything costs so many times as many hbar as usual, as after the price of HBAR has fallen. */
  setPrices(times: bigint): void {
    this.#prices = times;
    this.#target?.setPrices(times);
  }

  setMirror(fault: MirrorFault): void {
    this.#mirror = { fault, sinceNs: this.#target?.sealNow() ?? 0n };
  }

  healMirror(): void {
    this.#mirror = undefined;
  }

  /** Everything works again. */
  async clear(): Promise<void> {
    this.#armed = [];
    this.#ledgerDown = undefined;
    this.#mirror = undefined;
    this.setPrices(1n);
    for (const node of [...this.#down.keys()]) await this.nodeUp(node);
  }

  nodeSilence(nodeAccountId: string): Silence | undefined {
    return this.#ledgerDown ?? this.#down.get(nodeAccountId);
  }

  mirrorFault(): { readonly fault: MirrorFault; readonly sinceNs: bigint } | undefined {
    if (this.#ledgerDown === undefined) return this.#mirror;
    return { fault: { kind: "down", how: this.#ledgerDown }, sinceNs: 0n };
  }

  /** What is armed and down, for the control port. */
  state() {
    return {
      armed: this.#armed,
      nodes_down: Object.fromEntries(this.#down),
      ledger_down: this.#ledgerDown ?? null,
      mirror: this.#mirror?.fault ?? null,
      prices: Number(this.#prices),
    };
  }
}

/** Reads a fault that came as JSON; undefined if it is none. */
export function callFaultFrom(value: unknown): CallFault | undefined {
  if (typeof value !== "object" || value === null || !("kind" in value)) return undefined;
  const how = "how" in value ? silenceFrom(value.how) : {};
  const status = "status" in value && isStatusName(value.status) ? value.status : undefined;
  switch (value.kind) {
    case "reply-lost-after":
      return { kind: "reply-lost-after", ...how };
    case "reply-lost-before":
      return { kind: "reply-lost-before", ...how };
    case "precheck":
      return status && { kind: "precheck", status };
    case "consensus":
      return status && { kind: "consensus", status };
    case "dropped":
      return { kind: "dropped" };
    default:
      return undefined;
  }
}

function silenceFrom(how: unknown): { readonly how?: Silence } {
  return how === "reset" || how === "silent" ? { how } : {};
}

/** As {@link callFaultFrom}, for the mirror. */
export function mirrorFaultFrom(value: unknown): MirrorFault | undefined {
  if (typeof value !== "object" || value === null || !("kind" in value)) return undefined;
  const number = (name: string) => Number((value as Record<string, unknown>)[name] ?? Number.NaN);
  const isCount = (count: number) => Number.isSafeInteger(count) && count >= 0;
  switch (value.kind) {
    case "down":
      return { kind: "down", how: "how" in value && value.how === "silent" ? "silent" : "reset" };
    case "status":
      return isCount(number("status")) ? { kind: "status", status: number("status") } : undefined;
    case "lagging":
      return isCount(number("behindMs")) ? { kind: "lagging", behindMs: number("behindMs") } : undefined;
    case "lagging-entries": {
      const behindEntries = number("behindEntries");
      return isCount(behindEntries) ? { kind: "lagging-entries", behindEntries } : undefined;
    }
    case "stalled":
    case "split":
      return { kind: value.kind };
    default:
      return undefined;
  }
}
