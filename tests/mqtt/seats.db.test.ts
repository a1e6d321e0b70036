import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { type SeatDeps, startSeats } from "../../src/mqtt/seats.ts";
import { createLog } from "../../src/platform/log.ts";
import { connectRoles, testDatabase } from "../support/database.ts";

test("a gateway whose session another one took while it could not ask says so, and goes on to ask", {
  timeout: 60_000,
}, async () => {
  const database = await testDatabase();
  const roles = connectRoles(database);
  onTestFinished(async () => {
    await roles.close();
    await database.drop();
  });
  const nobody = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(nobody, "listening");
  onTestFinished(() => void nobody.close());
  const lines: string[] = [];
  const log = createLog("warn", { write: (line) => lines.push(line) });
  const metrics = { mqttConnected: { inc: () => undefined, dec: () => undefined } };
  const events = { subscribe: () => () => undefined };
  const deps = { db: roles.worker.db, holderName: "one", log, metrics, events } as unknown as SeatDeps;
  const seats = startSeats(deps, {
    ...{ url: `mqtt://127.0.0.1:${(nobody.address() as AddressInfo).port}`, clientName: "c" },
    ...{ tls: () => ({ ca: undefined, client: undefined }), isTrusted: false, isShared: false },
  });
  onTestFinished(() => seats.stop());
  await expect.poll(seats.state).toBe("away");

  // Its renewal waits, as that of a process that was halted, until its time is over and another one has the session.
  // Not of a pool, whose transactions may not stand still for so long.
  const other = new pg.Client({ connectionString: database.url });
  await other.connect();
  await other.query("BEGIN");
  const stolen = await other.query(
    "UPDATE leases SET holder = 'other', expires_at = now() + interval '20 seconds' WHERE name = 'mqtt/readings'",
  );
  expect(stolen.rowCount).toBe(1);
  await expect.poll(seats.state, { timeout: 20_000 }).toBe("elsewhere");
  await other.query("COMMIT");
  await other.end();
  await expect
    .poll(() => lines.join(""), { timeout: 5_000 })
    .toContain("another gateway has this one's MQTT session by now");
  expect(lines.join("")).not.toContain("a pass failed");
  await expect.poll(seats.state, { timeout: 20_000 }).toBe("away");
  await pause(100);
});
