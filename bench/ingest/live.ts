import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { median } from "../fraud/measure.ts";
import type { BenchRow } from "../row.ts";
import { LoadConnection } from "./connection.ts";
import { Fleet } from "./readings.ts";
import { printed, startProgram, startWorld, stopProgram, type World } from "./world.ts";

const clients = 1_000;
/** Seconds of one round, in each of which everybody is sent one event. */
const seconds = 15;
const rounds = 3;
/** So many clients are cut off in the middle of a round and come back with their last id. */
const cutOff = 100;
const mostRssMb = 300;

/**
 * One reading a second, from its commit to each of 1,000 who listen, against a loop on node:http that writes the same
 * bytes to as many: both take turns on the same two cores, with the same clients. Some are cut off and come back.
 */
export async function benchLive(): Promise<BenchRow[]> {
  const world = await startWorld({ STREAMS_KEY: "0", STREAMS_ORG: "0" });
  const bare = startProgram(["bench/reference/bare-sse.ts"]);
  try {
    const port = /listening on (\d+)\./.exec(await printed(bare, /listening on \d+\./))?.[1];
    const fleet = new Fleet(1, "BENCH-LIVE");
    await fleet.register(world);
    const measured: { ours: number; reference: number }[] = [];
    let [missing, rssMb] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const ours = await oursP99Ms(world, fleet);
      const reference = await bareP99Ms(`http://127.0.0.1:${port}`);
      missing += ours.missing;
      rssMb = Math.max(rssMb, world.rssMb());
      console.error(
        `    p99 ${ours.p99Ms.toFixed(1)} ms from commit, median ${ours.medianMs.toFixed(1)}; bare loop ${reference.p99Ms.toFixed(1)} ms, median ${reference.medianMs.toFixed(1)}`,
      );
      measured.push({ ours: ours.p99Ms, reference: reference.p99Ms });
    }
    const ratio = median(measured.map((one) => one.ours / one.reference));
    return [
      {
        name: "ingest/live",
        ours: median(measured.map((one) => one.ours)),
        reference: median(measured.map((one) => one.reference)),
        ratio,
        unit: `ms p99 from commit to each of ${clients} SSE clients; reference: from a bare loop's first write`,
        target: "<= 1.5 of the bare loop",
        holds: ratio <= 1.5,
      },
      {
        name: "ingest/live-resume",
        ...{ ours: missing, reference: null, ratio: null },
        unit: `events missed or heard twice by ${clients} clients, ${cutOff} of them cut off and back`,
        target: "0",
        holds: missing === 0,
      },
      {
        name: "ingest/live-memory",
        ...{ ours: rssMb, reference: null, ratio: null },
        unit: `MB resident with ${clients} streams`,
        target: `<= ${mostRssMb}`,
        holds: rssMb <= mostRssMb,
      },
    ];
  } finally {
    await stopProgram(bare);
    await world.stop();
  }
}

type Measured = { readonly p99Ms: number; readonly medianMs: number; readonly missing: number };

async function oursP99Ms(world: World, fleet: Fleet): Promise<Measured> {
  const path = "/api/v1/stream?events=reading&plant_id=BENCH-LIVE-0";
  const headers = { authorization: `Bearer ${world.apiKey}`, "content-type": "application/json" };
  const all = await listeners(world.baseUrl, path, headers);
  const poster = await LoadConnection.open(world.baseUrl, "/api/v1/telemetry", { ...headers, prefer: "respond-async" });
  for (let second = 0; second < seconds; second++) {
    const started = performance.now();
    const { status } = await poster.post(fleet.next());
    if (status !== 202) throw new Error(`a reading was answered with ${status}`);
    if (second === Math.floor(seconds / 3)) for (const one of all.slice(0, cutOff)) one.cut();
    if (second === Math.floor((2 * seconds) / 3)) await Promise.all(all.slice(0, cutOff).map((one) => one.open()));
    await wait(Math.max(0, 1_000 - (performance.now() - started)));
  }
  poster.close();
  for (const one of all) one.cut();
  const commits = await commitsOf(world, seconds);
  const ids = [...commits.keys()];
  const waits = all
    .slice(cutOff)
    .flatMap(({ heard }) => heard.map(({ id, atMs }) => atMs - (commits.get(id) ?? Number.NaN)));
  const isWhole = ({ heard }: SseClient) => heard.length === ids.length && heard.every(({ id }, i) => id === ids[i]);
  return { ...spread(waits), missing: all.filter((one) => !isWhole(one)).length };
}

async function bareP99Ms(baseUrl: string): Promise<Measured> {
  const all = await listeners(baseUrl, "/", {});
  await wait(seconds * 1_000);
  for (const one of all) one.cut();
  const waits = all.flatMap(({ heard }) => heard.map(({ atMs, sentMs }) => atMs - sentMs));
  return { ...spread(waits), missing: 0 };
}

/** When the newest readings were told, taken just before their commit, by the ids of their events. */
async function commitsOf(world: World, count: number): Promise<Map<string, number>> {
  const { rows } = await sql<{ last_no: bigint; ms: number }>`
    SELECT last_no, 1000 * extract(epoch FROM at)::float8 AS ms FROM stream_runs
    WHERE told::text LIKE '[["r","BENCH-LIVE-0"%' ORDER BY last_no DESC LIMIT ${count}`.execute(world.db);
  return new Map(rows.reverse().map(({ last_no, ms }) => [String(2n * last_no), ms]));
}

function spread(waits: readonly number[]): { readonly p99Ms: number; readonly medianMs: number } {
  const sorted = [...waits].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { p99Ms: at(0.99), medianMs: at(0.5) };
}

async function listeners(
  baseUrl: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<SseClient[]> {
  const all = Array.from({ length: clients }, () => new SseClient(baseUrl, path, headers));
  for (let i = 0; i < all.length; i += 50) await Promise.all(all.slice(i, i + 50).map((one) => one.open()));
  return all;
}

type Heard = { readonly id: string; readonly atMs: number; readonly sentMs: number };

/** Reads an event stream with as little work as it can: a thousand of these share two cores with what they measure. */
class SseClient {
  readonly heard: Heard[] = [];
  readonly #baseUrl: string;
  readonly #path: string;
  readonly #headers: Readonly<Record<string, string>>;
  #socket: Socket | undefined;

  constructor(baseUrl: string, path: string, headers: Readonly<Record<string, string>>) {
    this.#baseUrl = baseUrl;
    this.#path = path;
    this.#headers = headers;
  }

  /** Resolves when the stream has begun; after a cut it goes on behind the last event. */
  async open(): Promise<void> {
    const { hostname, port, host } = new URL(this.#baseUrl);
    const socket = connect(Number(port), hostname);
    this.#socket = socket;
    await once(socket, "connect");
    const last = this.heard.at(-1)?.id;
    const headers = { host, ...this.#headers, ...(last !== undefined && { "last-event-id": last }) };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const begun = new Promise<void>((resolve, reject) => {
      socket.once("data", (piece) => {
        if (piece.toString("latin1", 9, 12) !== "200") return reject(new Error(piece.toString("utf8")));
        this.#hear(piece);
        socket.on("data", (more) => this.#hear(more));
        resolve();
      });
      socket.once("error", reject);
    });
    socket.write(`GET ${this.#path} HTTP/1.1\r\n${lines.join("")}\r\n`);
    await begun;
  }

  cut(): void {
    this.#socket?.removeAllListeners("data");
    this.#socket?.destroy();
  }

  #hear(piece: Buffer): void {
    const atMs = performance.timeOrigin + performance.now();
    const text = piece.toString("latin1");
    for (const [, id = "", data = ""] of text.matchAll(/id: (\d+)\S*\nevent: reading\ndata: (.*)\n/g)) {
      this.heard.push({ id, atMs, sentMs: Number(/"atMs":([\d.]+)/.exec(data)?.[1]) });
    }
  }
}
