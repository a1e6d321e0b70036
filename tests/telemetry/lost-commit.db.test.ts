import { type AddressInfo, connect as connectSocket, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { faultOf } from "../../src/http/caught.ts";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import { connect } from "../../src/platform/database.ts";
import { serveRole } from "../../src/platform/roles.ts";
import { scoped } from "../../src/platform/scoped.ts";
import { acceptReading, createCommits } from "../../src/telemetry/accept.ts";
import { pilotBody } from "../support/pilot.ts";
import { type Bench, telemetryBench } from "../support/telemetry.ts";

/** A way to PostgreSQL on which the next commit reaches it and its answer never comes back. */
async function lossyWay(target: string) {
  const { hostname, port } = new URL(target);
  let isArmed = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connectSocket(Number(port), hostname);
    let isCut = false;
    client.on("data", (chunk) => {
      if (isArmed && chunk.includes("COMMIT")) [isArmed, isCut] = [false, true];
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      // Not before PostgreSQL says so: cut earlier, it may never have read the commit.
      if (!isCut || !chunk.includes("COMMIT\0")) client.write(chunk);
      else for (const socket of [client, upstream]) socket.destroy();
    });
    for (const [socket, other] of [[client, upstream] as const, [upstream, client] as const]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    loseNextCommit: () => {
      isArmed = true;
    },
  };
}

let bench: Bench;
beforeAll(async () => {
  bench = await telemetryBench();
});
afterAll(() => bench.close());

/** Readings that share a commit whose answer is lost: how each ended, and how many records there are then. */
async function send(orgId: string, bodies: readonly object[], keys: readonly string[] = []) {
  await bench.addPlant(orgId);
  const way = await lossyWay(bench.urls.serveUrl);
  const serve = connect(way.url, { role: serveRole });
  onTestFinished(() => serve.close());
  const base = { ...bench.deps, db: scoped(serve.pool) };
  const deps = { ...base, commits: createCommits(base) };
  way.loseNextCommit();
  const ends = await Promise.allSettled(
    bodies.map((more, i) => {
      const body = pilotBody({ power_output_kw: 890 + i }, more as Record<string, unknown>) as TelemetryBody;
      return acceptReading(deps, bench.actorOf(orgId), body, { idempotencyKey: keys[i] });
    }),
  );
  const { rows } = await bench.connection.pool.query(
    "SELECT count(*)::int AS n FROM records WHERE org_id = $1 AND kind = 'reading'",
    [orgId],
  );
  return {
    ends: ends.map((one) => (one.status === "fulfilled" ? "recorded" : faultOf(one.reason).code)),
    records: rows[0]?.n,
  };
}

const minute = (at: string) => ({ timestamp: `2026-05-01T11:${at}:00Z`, interval_s: 60 });

describe("readings that share a commit whose answer is lost", () => {
  test("are on record once: of those that tell no time nobody knows what became of them, and that is what is said", async () => {
    const [lost, records] = ["storage-unavailable", 3];
    expect(await send("untimed", [{}, {}, {}])).toEqual({ ends: [lost, lost, lost], records });
  });

  test("are answered with their records where these are known again, by their time or their key", async () => {
    const both = { ends: ["recorded", "recorded"], records: 2 };
    expect(await send("timed", [minute("01"), minute("02")])).toEqual(both);
    expect(await send("keyed", [{}, {}], ["one", "two"])).toEqual(both);
  });
});
