import { median } from "../fraud/measure.ts";
import type { BenchRow } from "../row.ts";
import { LoadConnection } from "./connection.ts";
import { Fleet } from "./readings.ts";
import { printed, startProgram, startWorld, stopProgram } from "./world.ts";

const connections = 50;
const rounds = { warmUp: 1, measured: 5 };
const requests = 10_000;

/**
 * One reading a call, answered when it is durable (`respond-async`), against a route that only parses and checks the same
 * body: same framework, same connections, same load generator, taking turns.
 */
export async function benchSingle(): Promise<BenchRow[]> {
  const world = await startWorld();
  const bare = startProgram(["bench/reference/bare-hono.ts"]);
  try {
    const port = /listening on (\d+)\./.exec(await printed(bare, /listening on \d+\./))?.[1];
    const fleet = new Fleet(connections);
    await fleet.register(world);
    const next = () => Array.from({ length: requests }, () => fleet.next());
    const measured: { ours: number; reference: number }[] = [];
    for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
      const ours = await perSecond(world.baseUrl, world.apiKey, next());
      await world.settled();
      const reference = await perSecond(`http://127.0.0.1:${port}`, world.apiKey, next());
      console.error(`    ${Math.round(ours)} durable readings/s, bare ${Math.round(reference)} requests/s`);
      if (round >= rounds.warmUp) measured.push({ ours, reference });
    }
    const ratio = median(measured.map((one) => one.ours / one.reference));
    return [
      {
        name: "ingest/single",
        ours: median(measured.map((one) => one.ours)),
        reference: median(measured.map((one) => one.reference)),
        ratio,
        unit: `durable readings/s, ${connections} connections; reference: a bare Hono route with zod`,
        target: ">= 0.5 of the bare route",
        holds: ratio >= 0.5,
      },
    ];
  } finally {
    await stopProgram(bare);
    await world.stop();
  }
}

/** Posts readings, each alone, over so many connections at once, until all are answered as durable. */
export async function perSecond(baseUrl: string, apiKey: string, bodies: readonly string[]): Promise<number> {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json", prefer: "respond-async" };
  const waiting = [...bodies];
  const open = () => LoadConnection.open(baseUrl, "/api/v1/telemetry", headers);
  const all = await Promise.all(Array.from({ length: connections }, open));
  const startedMs = performance.now();
  await Promise.all(
    all.map(async (connection) => {
      for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
        const { status, body: answer } = await connection.post(body);
        if (status !== 202) throw new Error(`a reading was answered with ${status}: ${answer.slice(0, 500)}`);
      }
    }),
  );
  const tookS = (performance.now() - startedMs) / 1000;
  for (const connection of all) connection.close();
  return bodies.length / tookS;
}
