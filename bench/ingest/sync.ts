import { setTimeout as wait } from "node:timers/promises";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import type { Ledger, LedgerWork } from "../../src/ledger/ledger.ts";
import { median } from "../fraud/measure.ts";
import type { BenchRow } from "../row.ts";
import { LoadConnection } from "./connection.ts";
import { Fleet } from "./readings.ts";
import { startWorldBesideLedger, type World } from "./world.ts";

/** From a node's OK to consensus, ms; on Hedera it is about 3,000. */
const latencyMs = 500;
const mostAddedMs = 50;
const rounds = { warmUp: 1, measured: 3 };
const messages = 50;
/** Plants that send every five minutes: hardly ever are two of them under way at once. */
const few = { clients: 10, readings: 50 };
const many = { clients: 50, readings: 300 };

/**
 * From the first byte of a reading to the 201 with its anchor (`Prefer: wait`), beside the ledger's own time from the sending
 * of a message to its receipt, by turns on the same ledger, which is a process of its own with a latency as said above.
 */
export async function benchSync(): Promise<BenchRow[]> {
  const world = await startWorldBesideLedger({}, latencyMs);
  const ledger = createHederaLedger(world.ledger);
  try {
    return await measure(world, ledger);
  } finally {
    await ledger.close();
    await world.stop();
  }
}

async function measure(world: World, ledger: Ledger): Promise<BenchRow[]> {
  const fleets = { few: new Fleet(few.clients, "BENCH-FEW"), many: new Fleet(many.clients, "BENCH-MANY") };
  for (const fleet of Object.values(fleets)) await fleet.register(world);
  await world.settled();
  const topic = await BareTopic.create(ledger);
  const took = { own: [] as number[], few: [] as number[], many: [] as number[] };
  for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
    const own = await topic.times(messages);
    const alone = await inTurn(world, fleets.few);
    const together = await atOnce(world, fleets.many);
    const said = (name: string, all: number[]) =>
      `${name} p99 ${p99(all).toFixed(0)}, median ${median(all).toFixed(0)}`;
    console.error(
      `    ms: ${said("ledger", own)}; ${said(`${few.clients} clients in turn`, alone)}; ${said(`${many.clients} at once`, together)}`,
    );
    if (round < rounds.warmUp) continue;
    took.own.push(...own);
    took.few.push(...alone);
    took.many.push(...together);
  }
  const own = p99(took.own);
  return [
    {
      name: "ingest/sync",
      ...{ ours: p99(took.few), reference: own, ratio: p99(took.few) / own },
      unit: `ms p99 to the 201 with its anchor, ${few.clients} clients by turns; reference: a message to its receipt, ledger of ${latencyMs} ms`,
      target: `<= ${mostAddedMs} ms more than the ledger's own`,
      holds: p99(took.few) - own <= mostAddedMs,
    },
    {
      // Records that come while a message is under way wait for it: the next message holds them all.
      name: "ingest/sync-at-once",
      ...{ ours: p99(took.many), reference: 2 * own, ratio: p99(took.many) / (2 * own) },
      unit: `the same with ${many.clients} clients at once; reference: twice the ledger's own, the message ahead and theirs`,
      target: `<= ${mostAddedMs} ms more than two of the ledger's own`,
      holds: p99(took.many) - 2 * own <= mostAddedMs,
    },
  ];
}

function p99(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.ceil(0.99 * all.length) - 1] ?? Number.NaN;
}

/** One client after the other, with time between them for what follows an anchor. */
async function inTurn(world: World, fleet: Fleet): Promise<number[]> {
  const all = await connections(world, few.clients);
  const times: number[] = [];
  for (let n = 0; n < few.readings; n++) {
    times.push(await anchoredMs(all[n % all.length] as LoadConnection, fleet.next()));
    await wait(250 + ((n * 37) % 100));
  }
  for (const connection of all) connection.close();
  return times;
}

/** Each client sends the next reading as soon as it has its answer. */
async function atOnce(world: World, fleet: Fleet): Promise<number[]> {
  const all = await connections(world, many.clients);
  const bodies = Array.from({ length: many.readings }, () => fleet.next());
  const times: number[] = [];
  await Promise.all(
    all.map(async (connection) => {
      for (let body = bodies.shift(); body !== undefined; body = bodies.shift())
        times.push(await anchoredMs(connection, body));
    }),
  );
  for (const connection of all) connection.close();
  return times;
}

function connections({ baseUrl, apiKey }: World, count: number): Promise<LoadConnection[]> {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json", prefer: "wait=30" };
  return Promise.all(Array.from({ length: count }, () => LoadConnection.open(baseUrl, "/api/v1/telemetry", headers)));
}

async function anchoredMs(connection: LoadConnection, body: string): Promise<number> {
  const startedMs = performance.now();
  const { status, body: answer } = await connection.post(body);
  const tookMs = performance.now() - startedMs;
  if (status !== 201) throw new Error(`a reading was answered with ${status}: ${answer.slice(0, 500)}`);
  return tookMs;
}

/** How often its receipt is asked for: what the ledger takes is known this well. */
const everyMs = 2;

/** A topic of the bench's own; the gateway has no part in what happens on it. */
class BareTopic {
  readonly #ledger: Ledger;
  #topicId = "";
  #lastMs = 0;

  private constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  static async create(ledger: Ledger): Promise<BareTopic> {
    const topic = new BareTopic(ledger);
    const { report } = await topic.#run({ kind: "create-topic", memo: "bench" });
    topic.#topicId = report.topicId as string;
    return topic;
  }

  /** Messages one after the other: ms from each one's sending to its receipt. */
  async times(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let n = 0; n < count; n++) {
      const message = new Uint8Array(500).fill(n);
      times.push((await this.#run({ kind: "submit-message", topicId: this.#topicId, message })).tookMs);
    }
    return times;
  }

  async #run(work: LedgerWork) {
    const { payerAccountId, nodeAccountIds } = this.#ledger;
    const nodeAccountId = nodeAccountIds[0] as string;
    // A millisecond of its own for each.
    const ms = Math.max(Date.now() - 1_000, this.#lastMs + 1);
    this.#lastMs = ms;
    const transactionId = `${payerAccountId}@${Math.floor(ms / 1_000)}.${String(ms % 1_000).padStart(3, "0")}000000`;
    const prepared = await this.#ledger.prepare(work, { transactionId, validDurationS: 30, nodeAccountId });
    const startedMs = performance.now();
    const sent = await this.#ledger.send(prepared);
    if (sent.outcome !== "accepted") throw new Error(`the ledger did not take it: ${JSON.stringify(sent)}`);
    for (;;) {
      const report = await this.#ledger.receipt(transactionId, nodeAccountId);
      if (report.outcome === "final") return { report, tookMs: performance.now() - startedMs };
      await wait(everyMs);
    }
  }
}
