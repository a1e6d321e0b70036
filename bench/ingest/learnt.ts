import { sql } from "kysely";
import { priorForest } from "../../src/fraud/prior.ts";
import type { Reading } from "../../src/hydropower/reading.ts";
import { judge } from "../../src/telemetry/judge.ts";
import type { DeviceMemory } from "../../src/verification/verdict.ts";
import { median } from "../fraud/measure.ts";
import { simulatePlant } from "../fraud/simulated.ts";
import type { BenchRow } from "../row.ts";
import { perSecond } from "./single.ts";
import { startWorld, type World } from "./world.ts";

const plants = 50;
const devicesEach = 4;
const rounds = { warmUp: 1, measured: 4 };
const requests = 4_000;
const dayMs = 86_400_000;

/** Of a seed that may be looked at. */
const simulated = simulatePlant(1);

/**
 * One reading a call, of plants whose four devices have learnt for two months, against the same readings of the same
 * plants that have learnt nothing yet: what a plant's age costs. Both take turns in one gateway.
 */
export async function benchLearnt(): Promise<BenchRow[]> {
  const world = await startWorld();
  try {
    const { readings, memory } = history();
    const [aged, fresh] = [new Devices("AGED", readings), new Devices("FRESH", readings)];
    for (const devices of [aged, fresh]) await devices.register(world);
    await world.settled();
    await remember(world, "AGED", memory);
    const measured: { ours: number; reference: number }[] = [];
    for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
      const before = world.cpu();
      const ours = await speedOf(world, aged);
      const after = world.cpu();
      const reference = await speedOf(world, fresh);
      const us = (seconds: number) => Math.round((1e6 * seconds) / requests);
      console.error(
        `    ${Math.round(ours)} readings/s of plants of two months (${us(after.gateway - before.gateway)} us of CPU each in the gateway, ${us(after.postgres - before.postgres)} in PostgreSQL), ${Math.round(reference)} of new ones`,
      );
      if (round >= rounds.warmUp) measured.push({ ours, reference });
    }
    const ratio = median(measured.map((one) => one.ours / one.reference));
    return [
      {
        name: "ingest/learnt",
        ours: median(measured.map((one) => one.ours)),
        reference: median(measured.map((one) => one.reference)),
        ratio,
        unit: `durable readings/s of plants of ${devicesEach} devices with two months of memory; reference: of new ones`,
        target: ">= 0.6 of new plants",
        holds: ratio >= 0.6,
      },
    ];
  } finally {
    await world.stop();
  }
}

/** What a device remembers after the simulated plant's time of learning, and the readings behind it, moved to the last days. */
function history(): { readonly memory: DeviceMemory; readonly readings: readonly Reading[] } {
  const { lesson, honest } = simulated;
  const first = honest[0]?.arrival.reading.endMs as number;
  const movedMs = Math.floor((Date.now() - 5 * dayMs - first) / dayMs) * dayMs;
  let memory: DeviceMemory | undefined;
  for (const { reading, receivedAtMs } of lesson.history) {
    const moved = { ...reading, endMs: reading.endMs + movedMs };
    const { plant, device } = lesson;
    const input = { plant, device, reading: moved, receivedAtMs: receivedAtMs + movedMs, memory };
    memory = judge(input, priorForest).memory;
  }
  const readings = honest.map(({ arrival: { reading } }) => ({ ...reading, endMs: reading.endMs + movedMs }));
  return { memory: memory as DeviceMemory, readings: readings.filter(({ endMs }) => endMs < Date.now()) };
}

/** The same plant many times, each of its devices with readings of its own. */
class Devices {
  readonly #name: string;
  readonly #readings: readonly Reading[];
  #made = 0;

  constructor(name: string, readings: readonly Reading[]) {
    this.#name = name;
    this.#readings = readings;
  }

  async register({ baseUrl, apiKey }: World): Promise<void> {
    const { plant, device } = simulated.lesson;
    const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
    for (let n = 0; n < plants; n++) {
      const devices = Array.from({ length: devicesEach }, (_, i) => ({ ...device, device_id: this.#deviceId(n, i) }));
      const body = JSON.stringify({ ...plant, plant_id: this.#plantId(n), devices });
      const answer = await fetch(`${baseUrl}/api/v1/plants`, { method: "POST", headers, body });
      if (answer.status !== 201) throw new Error(`plant ${n} was not registered: ${await answer.text()}`);
    }
  }

  /** The next reading of each device in turn. */
  next(): string {
    const n = this.#made++;
    const [plant, device] = [n % plants, Math.floor(n / plants) % devicesEach];
    const { endMs, intervalS, quantities } = this.#readings[Math.floor(n / plants / devicesEach)] as Reading;
    const place = { plant_id: this.#plantId(plant), device_id: this.#deviceId(plant, device) };
    return JSON.stringify({
      ...place,
      ...{ timestamp: new Date(endMs).toISOString(), interval_s: intervalS, readings: quantities },
    });
  }

  #plantId = (plant: number) => `${this.#name}-${plant}`;
  #deviceId = (plant: number, device: number) => `${this.#name}-${plant}-${device}`;
}

/** As if every device of these plants had sent what the simulated one had. */
async function remember({ db }: World, name: string, { learnt, ...standing }: DeviceMemory): Promise<void> {
  const ofPlants = sql`org_id = 'demo' AND plant_id LIKE ${`${name}-%`}`;
  await sql`
    UPDATE plant_heads AS head SET device_memory = (
      SELECT json_object_agg(device_id, ${JSON.stringify(standing)}::json)::text FROM devices
      WHERE devices.org_id = head.org_id AND devices.plant_id = head.plant_id)
    WHERE ${ofPlants}`.execute(db);
  await sql`
    INSERT INTO device_learnt (org_id, plant_id, device_id, learnt)
    SELECT org_id, plant_id, device_id, ${JSON.stringify(learnt)} FROM devices WHERE ${ofPlants}`.execute(db);
  await sql`VACUUM (ANALYZE) plant_heads, device_learnt`.execute(db);
}

async function speedOf(world: World, devices: Devices): Promise<number> {
  const bodies = Array.from({ length: requests }, () => devices.next());
  const speed = await perSecond(world.baseUrl, world.apiKey, bodies);
  await world.settled();
  return speed;
}
