import { sql } from "kysely";
import type pg from "pg";
import { connect } from "../../src/platform/database.ts";
import { migrate } from "../../src/platform/migrate.ts";
import { median } from "../fraud/measure.ts";
import { insertPlain, type PlainRow } from "../reference/plain-insert.ts";
import type { BenchRow } from "../row.ts";
import { LoadConnection } from "./connection.ts";
import { Fleet } from "./readings.ts";
import { startWorld, type World } from "./world.ts";

const connections = 4;
/** Each connection is a sender of its own, such as an operator's control room, with plants of its own. */
const plantsEach = 12;
const batches = { readings: 2_500, each: 4 };
const rounds = { warmUp: 1, measured: 5 };
const readingsPerRound = connections * batches.each * batches.readings;

/**
 * Readings of three values through the batch call, until each is judged, chained and durable, against the bare writing
 * of the same rows into the same table of the same PostgreSQL. Both take turns; the sequencer works as it always does.
 */
export async function benchBatch(): Promise<BenchRow[]> {
  const world = await startWorld();
  try {
    const fleets = await openFleets(world);
    const url = await referenceDatabase(world);
    const measured: { ours: number; reference: number }[] = [];
    for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
      const before = world.cpu();
      const ours = await oursPerSecond(world, fleets);
      const after = world.cpu();
      await world.settled();
      const rows = await newestRows(world);
      const [idle, own] = [world.cpu(), process.cpuUsage()];
      const reference = await plainPerSecond(url, rows);
      const plainS = world.cpu().postgres - idle.postgres;
      const { user, system } = process.cpuUsage(own);
      const us = (seconds: number) => Math.round((1e6 * seconds) / readingsPerRound);
      console.error(
        `    ${Math.round(ours)} readings/s (${us(after.gateway - before.gateway)} us of CPU each in the gateway, ${us(after.postgres - before.postgres)} in PostgreSQL, anchoring included), plain ${Math.round(reference)} rows/s (${us((user + system) / 1e6)} us in its process, ${us(plainS)} in PostgreSQL)`,
      );
      if (round >= rounds.warmUp) measured.push({ ours, reference });
    }
    console.error(`    RSS of the gateway ${Math.round(world.rssMb())} MB`);
    const samples = await samplesPerSecond(world);
    const ours = median(measured.map((one) => one.ours));
    const reference = median(measured.map((one) => one.reference));
    const ratio = median(measured.map((one) => one.ours / one.reference));
    return [
      {
        name: "ingest/batch",
        ...{ ours, reference, ratio },
        unit: "readings/s durable; reference: rows/s by multi-row INSERT alone",
        target: ">= 0.4 of the plain insert",
        holds: ratio >= 0.4,
      },
      {
        name: "ingest/batch-rate",
        ...{ ours, reference: null, ratio: null },
        unit: "readings/s of 3 values, end to end",
        target: ">= 15000 on 2 quiet cores",
        holds: ours >= 15_000,
      },
      {
        name: "ingest/batch-samples",
        ...{ ours: samples, reference: reference, ratio: samples / reference },
        unit: "samples/s of 3 values durable, with the records of their slots; reference: as above",
        target: "none: what an accounting interval gains",
        holds: samples > ours,
      },
    ];
  } finally {
    await world.stop();
  }
}

export async function openFleets(world: World, terms: object = {}, name = "BENCH"): Promise<Fleet[]> {
  const fleets = Array.from({ length: connections }, (_, i) => new Fleet(plantsEach, `${name}-${i}`));
  for (const fleet of fleets) await fleet.register(world, terms);
  return fleets;
}

/**
 * The same readings of plants that declare an accounting interval, as plants that measure by the second do: each is
 * durable and hashed into the record of its five minutes, which is judged, chained and anchored.
 */
async function samplesPerSecond(world: World): Promise<number> {
  const fleets = await openFleets(world, { accounting: {} }, "SAMPLED");
  const measured: number[] = [];
  for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
    const before = world.cpu();
    const speed = await oursPerSecond(world, fleets);
    const after = world.cpu();
    await world.settled();
    const us = (seconds: number) => Math.round((1e6 * seconds) / readingsPerRound);
    console.error(
      `    ${Math.round(speed)} samples/s (${us(after.gateway - before.gateway)} us of CPU each in the gateway, ${us(after.postgres - before.postgres)} in PostgreSQL)`,
    );
    if (round >= rounds.warmUp) measured.push(speed);
  }
  return median(measured);
}

/** Sends a round over all connections at once: of so many batches each. */
export async function oursPerSecond(world: World, fleets: readonly Fleet[], each = batches.each): Promise<number> {
  const headers = { authorization: `Bearer ${world.apiKey}`, "content-type": "application/x-ndjson" };
  const rounds = fleets.map((fleet) => Array.from({ length: each }, () => fleet.batch(batches.readings)));
  const startedMs = performance.now();
  await Promise.all(
    rounds.map(async (bodies) => {
      const connection = await LoadConnection.open(world.baseUrl, "/api/v1/telemetry/batch", headers);
      for (const body of bodies) {
        const { status, body: answer } = await connection.post(body);
        if (status !== 200) throw new Error(`a batch was answered with ${status}: ${answer.slice(0, 500)}`);
      }
      connection.close();
    }),
  );
  return (connections * each * batches.readings) / ((performance.now() - startedMs) / 1000);
}

/** A database with the gateway's own schema and nothing in it. */
async function referenceDatabase(world: World): Promise<string> {
  await sql`CREATE DATABASE reference`.execute(world.db);
  const url = await world.otherDatabase("reference");
  await migrate(url);
  return url;
}

async function newestRows(world: World): Promise<PlainRow[]> {
  const { rows } = await sql<PlainRow>`
    SELECT org_id, plant_id, seq, record_id, kind, device_id, received_at, ended_at, interval_s, status, trust_score,
           commitment, body FROM records WHERE kind = 'reading' ORDER BY received_at DESC LIMIT ${readingsPerRound}`.execute(
    world.db,
  );
  return rows;
}

async function plainPerSecond(url: string, rows: readonly PlainRow[]): Promise<number> {
  const { pool, close } = connect(url, { maxConnections: connections });
  try {
    const startedMs = performance.now();
    await insertPlain(pool as pg.Pool, rows, { connections, rowsEach: 1_000 });
    return rows.length / ((performance.now() - startedMs) / 1000);
  } finally {
    await close();
  }
}
