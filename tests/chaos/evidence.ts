import pg from "pg";
import { readOnward } from "../../src/anchoring/topic.ts";
import type { TopicMessage } from "../../src/ledger/ledger.ts";
import { createMirror } from "../../src/ledger/mirror.ts";

export type StoredRecord = {
  readonly recordId: string;
  readonly plantId: string;
  readonly seq: number;
  readonly isReading: boolean;
  readonly status: string | null;
  readonly commitment: Buffer;
  readonly body: Buffer;
};

export type StoredLeaf = {
  readonly plantId: string;
  readonly seq: number;
  readonly recordId: string;
  readonly commitment: Buffer;
};

/** What the database and the ledger hold, read by queries of the campaign's own. */
export type Evidence = {
  readonly topicId: string;
  readonly verifierKey: string;
  /** Why anchoring stands still, if it does. */
  readonly halted: string | null;
  /** By plant, then seq. */
  readonly records: readonly StoredRecord[];
  /** In the log's order. */
  readonly leaves: readonly StoredLeaf[];
  readonly messages: readonly TopicMessage[];
  readonly topicsCreated: number;
};

export async function gatherEvidence(databaseUrl: string, mirrorUrl: string): Promise<Evidence> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const log = (await client.query("SELECT topic_id, verifier_key, halted FROM log_state")).rows[0] as {
      topic_id: string;
      verifier_key: string;
      halted: string | null;
    };
    const { rows: records } = await client.query(
      `SELECT record_id AS "recordId", plant_id AS "plantId", seq::int, kind = 'reading' AS "isReading", status, commitment, body
       FROM records ORDER BY plant_id, seq`,
    );
    const { rows: leaves } = await client.query(
      `SELECT plant_id AS "plantId", seq::int, record_id AS "recordId", commitment FROM log_leaves ORDER BY leaf_index`,
    );
    return {
      topicId: log.topic_id,
      verifierKey: log.verifier_key,
      halted: log.halted,
      records: records as StoredRecord[],
      leaves: leaves as StoredLeaf[],
      messages: await readOnward(createMirror({ url: mirrorUrl }), log.topic_id, 0n),
      topicsCreated: await countTopics(mirrorUrl),
    };
  } finally {
    await client.end();
  }
}

async function countTopics(mirrorUrl: string): Promise<number> {
  const query = "limit=100&order=asc&transactiontype=CONSENSUSCREATETOPIC&result=success";
  const answer = await fetch(`${mirrorUrl}/api/v1/transactions?${query}`);
  return ((await answer.json()) as { transactions: unknown[] }).transactions.length;
}

export type Backlog = {
  /** The topic exists and carries the log's name and key. */
  readonly announced: boolean;
  readonly waiting: number;
  readonly openJobs: number;
  readonly unanchored: number;
  readonly halted: string | null;
};

/** What anchoring still has to do. */
export async function readBacklog(databaseUrl: string): Promise<Backlog> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT (SELECT announced FROM log_state) AS announced,
              (SELECT count(*)::int FROM outbox) AS waiting,
              (SELECT count(*)::int FROM ledger_jobs WHERE state = 'open') AS "openJobs",
              (SELECT count(*)::int FROM checkpoints WHERE anchored_at IS NULL) AS unanchored,
              (SELECT halted FROM log_state) AS halted`,
    );
    return rows[0] as Backlog;
  } finally {
    await client.end();
  }
}
