import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { dropOldCheckpointJobs } from "../../src/anchoring/journal.ts";
import { creationBooks } from "../../src/anchoring/works-store.ts";
import { connectRoles, type TestDatabase, testDatabase } from "../support/database.ts";

/** What the journal of attempts lets go of after a month, and what it never does. */

let database: TestDatabase;
let roles: ReturnType<typeof connectRoles>;
beforeAll(async () => {
  database = await testDatabase();
  roles = connectRoles(database);
});
afterAll(async () => {
  await roles?.close();
  await database?.drop();
});
beforeEach(async () => {
  await run(sql`DELETE FROM ledger_attempts`);
  await run(sql`DELETE FROM ledger_jobs`);
  await run(sql`DELETE FROM checkpoints`);
});

const run = <R>(statement: RawBuilder<R>) => statement.execute(roles.owner.db);
const secondsAgo = (days: number) => Math.floor(Date.now() / 1000) - days * 86_400;

type Old = {
  readonly kind?: string;
  readonly days?: number;
  readonly payer?: string;
  readonly isSettled?: boolean;
  readonly isConfirmed?: boolean;
  /** Endings of its attempts, the oldest first. */
  readonly phases?: readonly ("open" | "succeeded" | "dead")[];
};

let made = 0;
async function job(old: Old = {}): Promise<string> {
  const { kind = "checkpoint", days = 40, payer = "0.0.2", isSettled = true, isConfirmed = true } = old;
  const jobId = `job_${String(++made).padStart(6, "0")}`;
  const at = new Date(secondsAgo(days) * 1000);
  const settledAt = isSettled ? at : null;
  await run(sql`
    INSERT INTO ledger_jobs (job_id, kind, topic_id, leaf_index, payload, state, created_at, settled_at)
    VALUES (${jobId}, ${kind}, '0.0.7', ${kind === "record" ? made : null}, '\\x01', ${isSettled ? "settled" : "open"}, ${at},
      ${settledAt})`);
  for (const [i, phase] of (old.phases ?? ["succeeded"]).entries()) {
    const start = `${secondsAgo(days) + i}.${String(made).padStart(9, "0")}`;
    await run(sql`
      INSERT INTO ledger_attempts (job_id, attempt_no, transaction_id, valid_start, valid_duration_s, node_account_id,
        signed_bytes, transaction_hash, phase, created_at, ended_at)
      VALUES (${jobId}, ${i + 1}, ${`${payer}@${start}`}, ${start}, 120, '0.0.3', '\\x01', 'aa', ${phase}, ${at},
        ${phase === "open" ? null : at})`);
  }
  if (kind === "checkpoint")
    await run(sql`
      INSERT INTO checkpoints (size, first_leaf, root, note, message, created_at, job_id, anchored_at, consensus_timestamp)
      VALUES (${made}, ${made - 1}, ${Buffer.alloc(32)}, '', '\\x01', ${at}, ${jobId}, ${settledAt},
        ${isConfirmed ? `${secondsAgo(days)}.000000001` : null})`);
  return jobId;
}

async function left(): Promise<string[]> {
  const { rows } = await run(sql<{ job_id: string }>`SELECT job_id FROM ledger_jobs ORDER BY job_id`);
  return rows.map((row) => row.job_id);
}

const drop = () => dropOldCheckpointJobs(roles.worker.db);

test("a checkpoint that the ledger has had for a month is known by its own row: its job and attempts go", async () => {
  await job();
  await job({ phases: ["dead", "dead", "succeeded"] });
  const recent = await job({ days: 29 });
  const newest = await job({ days: 31 });
  expect(await drop()).toBe("idle");
  expect(await left()).toEqual([recent, newest]);
  const { rows } = await run(sql<{ n: number }>`SELECT count(*)::int AS n FROM checkpoints`);
  expect(rows[0]?.n).toBe(4);
});

test.each(["create-topic", "announce", "record", "create-token", "mint", "burn", "transfer"])(
  "the journal of a %s is kept for good, whatever its age: it is what keeps it from being done twice",
  async (kind) => {
    const kept = await job({ kind, days: 4_000, phases: ["dead", "succeeded"] });
    await job();
    const newest = await job({ days: 31 });
    await drop();
    expect(await left()).toEqual([kept, newest]);
  },
);

test.each<[string, Old]>([
  ["whose job is open", { isSettled: false, phases: ["dead"] }],
  ["that still has an attempt in the air", { phases: ["dead", "open"] }],
  ["whose time on the ledger nobody has seen yet", { isConfirmed: false }],
])("a checkpoint %s keeps its journal", async (_, old) => {
  const kept = await job(old);
  const newest = await job({ days: 31 });
  await drop();
  expect(await left()).toEqual([kept, newest]);
});

test("a job that only a clock of the gateway's takes for old stays: the ledger's time counts", async () => {
  const kept = await job();
  await run(sql`UPDATE checkpoints SET consensus_timestamp = ${`${secondsAgo(1)}.000000001`} WHERE job_id = ${kept}`);
  const newest = await job({ days: 31 });
  await drop();
  expect(await left()).toEqual([kept, newest]);
});

test("who ever paid is known for good: before a token is made, the mirror is held to all of them", async () => {
  const before = await job({ payer: "0.0.5", days: 900 });
  await job({ payer: "0.0.5", days: 901 });
  await job({ days: 200 });
  const newest = await job({ days: 100 });
  const books = () => creationBooks(roles.worker.db, new Date());
  const was = await books();
  expect(was.payers).toHaveLength(2);
  await drop();
  expect(await left()).toEqual([before, newest]);
  expect(await books()).toEqual(was);
});

test("no login of the gateway deletes from the journal by itself", async () => {
  for (const { db } of [roles.worker, roles.serve])
    for (const table of ["ledger_jobs", "ledger_attempts", "checkpoints"])
      await expect(sql`DELETE FROM ${sql.table(table)}`.execute(db)).rejects.toThrow("permission denied");
  await expect(dropOldCheckpointJobs(roles.serve.db)).rejects.toThrow("permission denied");
});
