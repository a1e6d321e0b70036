import { ChainCheck } from "../../src/audit/chain-check.ts";
import type { BrokenLink } from "../../src/audit/findings.ts";
import { samplesIn } from "../../src/audit/samples.ts";
import type { Device, Plant } from "../../src/hydropower/plant.ts";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import { createLog } from "../../src/platform/log.ts";
import { type AcceptDeps, acceptReading } from "../../src/telemetry/accept.ts";
import { closeDueSlots, type DueDeps } from "../../src/telemetry/close-due.ts";
import { samplesOfChain } from "../../src/telemetry/sample-queries.ts";
import type { Accepted, AcceptedSample } from "../../src/telemetry/types.ts";
import { pilotBody, pilotPlant, pilotTurbine } from "../support/pilot.ts";
import type { Bench } from "../support/telemetry.ts";

export type Made = {
  readonly seq: number;
  readonly kind: string;
  readonly timestamp: string;
  readonly interval_s: number;
  readonly readings: Readonly<Record<string, number>>;
  readonly signed: boolean;
  readonly received_at: string;
  readonly samples?: { readonly count: number; readonly root: string; readonly received_at: string };
  readonly [member: string]: unknown;
};

/** Plants with an accounting interval of 300 s on a bench, and what becomes of what their devices send. */
export class Sampling {
  readonly bench: Bench;
  #organisations = 0;
  /** What the newest audit that came to its end said in full. */
  told: string[] = [];
  /** Beginning of a slot, a while before the bench's now. */
  readonly slotMs: number;

  constructor(bench: Bench) {
    this.bench = bench;
    this.slotMs = Math.floor((bench.now - 3_600_000) / 900_000) * 900_000;
  }

  async plant(plant: Partial<Plant> = {}, device: Device = pilotTurbine): Promise<string> {
    const orgId = `sampling-${++this.#organisations}`;
    await this.bench.addPlant(orgId, { ...pilotPlant, accounting: { interval_s: 300 }, ...plant }, device);
    return orgId;
  }

  /** A minute that ends so many seconds after the slot's beginning. */
  body(endS: number, readings: Record<string, unknown> = {}, more: Record<string, unknown> = {}): TelemetryBody {
    const timestamp = new Date(this.slotMs + 1000 * endS).toISOString();
    const usual = { energy_kwh: 15, power_output_kw: 900, ...readings };
    return pilotBody(usual, { timestamp, interval_s: 60, ...more }) as TelemetryBody;
  }

  send(
    orgId: string,
    body: TelemetryBody,
    idempotencyKey?: string,
    deps: AcceptDeps = this.bench.deps,
  ): Promise<Accepted> {
    return acceptReading(deps, this.bench.actorOf(orgId), body, { idempotencyKey });
  }

  async sample(orgId: string, endS: number, readings: Record<string, unknown> = {}): Promise<AcceptedSample> {
    const accepted = await this.send(orgId, this.body(endS, readings));
    if (accepted.sample === undefined) throw new Error("a record, where a sample was expected");
    return accepted;
  }

  get due(): DueDeps {
    return { ...this.bench.deps, log: createLog("silent"), worker: this.bench.work.db };
  }

  closeDue(deps: DueDeps = this.due): Promise<"more" | "idle"> {
    return closeDueSlots(deps, new AbortController().signal);
  }

  /** The readings of an organisation's chain. */
  async readings(orgId: string): Promise<Made[]> {
    return (await this.chain(orgId))
      .map((body) => JSON.parse(body.toString()) as Made)
      .filter(({ kind }) => kind === "reading");
  }

  async chain(orgId: string): Promise<Buffer[]> {
    const { rows } = await this.bench.connection.pool.query("SELECT body FROM records WHERE org_id = $1 ORDER BY seq", [
      orgId,
    ]);
    return (rows as { body: Buffer }[]).map(({ body }) => body);
  }

  async count(table: "samples" | "sample_slots", orgId: string): Promise<number> {
    const { rows } = await this.bench.connection.pool.query(
      `SELECT count(*)::int AS n FROM ${table} WHERE org_id = $1`,
      [orgId],
    );
    return (rows[0] as { n: number }).n;
  }

  async lines(orgId: string): Promise<Uint8Array[]> {
    const lines: Uint8Array[] = [];
    const range = { orgId, plantId: pilotPlant.plant_id, fromSeq: 1n };
    for await (const line of samplesOfChain(this.bench.deps.db.of(orgId), range)) lines.push(line);
    return lines;
  }

  /** What the auditor says of the plant's chain: findings by check, or what is broken. */
  async audit(orgId: string, lines?: readonly Uint8Array[]): Promise<string[]> {
    const all = lines ?? (await this.lines(orgId));
    const samples = samplesIn(inTurn(all));
    const check = new ChainCheck({ plantId: pilotPlant.plant_id, whole: true, samples });
    try {
      for (const body of await this.chain(orgId)) await check.add(body);
    } catch (error) {
      return [`broken ${(error as BrokenLink).check}: ${(error as Error).message}`];
    }
    const rest = (await samples.take(0)) === undefined ? [] : ["lines are left over"];
    const { findings, allSigned } = check.finish();
    this.told = findings.map(({ state, check: name, detail }) => `${state} ${name}: ${detail}`);
    if (allSigned) this.told.push("all are signed");
    return [...findings.map(({ state, check: name }) => `${state} ${name}`), ...rest];
  }
}

async function* inTurn(lines: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* lines;
}
