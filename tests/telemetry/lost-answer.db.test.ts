import { type AddressInfo, connect as connectSocket, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { faultOf } from "../../src/http/caught.ts";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import { connect } from "../../src/platform/database.ts";
import { serveRole } from "../../src/platform/roles.ts";
import { scoped } from "../../src/platform/scoped.ts";
import { acceptReading, createCommits } from "../../src/telemetry/accept.ts";
import { pilotBody } from "../support/pilot.ts";
import { telemetryBench } from "../support/telemetry.ts";

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
      if (!isCut) client.write(chunk);
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

test("readings that share a commit whose answer is lost are not recorded once more", async () => {
  const bench = await telemetryBench();
  onTestFinished(() => bench.close());
  await bench.addPlant("org-1");
  const way = await lossyWay(bench.urls.serveUrl);
  const serve = connect(way.url, { role: serveRole });
  onTestFinished(() => serve.close());
  const base = { ...bench.deps, db: scoped(serve.pool) };
  const deps = { ...base, commits: createCommits(base) };
  const readings = [890, 895, 900].map((power) => pilotBody({ power_output_kw: power }) as TelemetryBody);
  way.loseNextCommit();
  const sent = await Promise.allSettled(readings.map((body) => acceptReading(deps, bench.actorOf("org-1"), body)));
  const { rows } = await bench.connection.pool.query(
    "SELECT count(*)::int AS n FROM outbox WHERE verdict = 'approved'",
  );
  expect(rows).toEqual([{ n: readings.length }]);
  // Nobody knows what became of them, and that is what is said.
  const told = sent.map((one) => one.status === "rejected" && faultOf(one.reason).code);
  expect(told).toEqual(readings.map(() => "storage-unavailable"));
});
