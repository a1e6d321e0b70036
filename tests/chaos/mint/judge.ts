import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { readOnward } from "../../../src/anchoring/topic.ts";
import { createMirror } from "../../../src/ledger/mirror.ts";
import { decodeMessage } from "../../../src/proof/checkpoint-message.ts";
import type { Approved } from "./approvals.ts";

export type MintFindings = {
  readonly approved_units: number;
  readonly minted_units: number;
  readonly tokens: number;
  /** Mints beyond the first of a statement, and mints that no statement asked for. */
  readonly doubled: number;
  /** Approved issuances that the ledger has not, or with another amount. */
  readonly lost: number;
  /** Issuances that are not `issued`, or not by exactly one step. */
  readonly unsettled: number;
  /** Mints that were told on the topic in one batch with them. */
  readonly told: number;
  /** Messages without the mint of their batch, and mints of a batch without their message. */
  readonly torn: number;
};

/** Compares the campaign's own books with what the ledger holds; the database only says which memo is whose. */
export async function judgeMints(
  approved: readonly Approved[],
  databaseUrl: string,
  ledger: { readonly mirrorUrl: string; readonly operatorId: string },
): Promise<MintFindings> {
  const memos = await memosOf(databaseUrl);
  const mints = await mintsOnLedger(ledger);
  const told = await toldOnTopic(databaseUrl, ledger.mirrorUrl);
  const ofBatches = mints.all.flatMap((mint) => (mint.batch === undefined ? [] : [`${mint.memo} ${mint.batch}`]));
  const messages = told.map(({ memo, batch }) => `${memo} ${batch}`);
  const both = new Set(messages.filter((message) => ofBatches.includes(message))).size;
  const torn = messages.length + ofBatches.length - 2 * both;
  const byMemo = Map.groupBy(mints.all, ({ memo }) => memo ?? "");
  const known = new Set([...memos.values()].map(({ memo }) => memo));
  const strange = mints.all.filter(({ memo }) => !known.has(memo ?? "")).length;
  const doubled = [...byMemo.values()].reduce((sum, same) => sum + same.length - 1, 0) + strange;
  const lost = approved.filter(({ issuanceId, units }) => {
    const memo = memos.get(issuanceId)?.memo;
    return memo === undefined || !(byMemo.get(memo) ?? []).some(({ amount }) => amount === units);
  }).length;
  const unsettled = approved.filter(({ issuanceId }) => memos.get(issuanceId)?.issued !== 1).length;
  return {
    approved_units: Number(approved.reduce((sum, { units }) => sum + units, 0n)),
    minted_units: Number(mints.all.reduce((sum, { amount }) => sum + amount, 0n)),
    tokens: mints.tokens,
    doubled,
    lost,
    unsettled,
    told: told.length,
    torn,
  };
}

async function memosOf(databaseUrl: string): Promise<Map<string, { memo: string; issued: number }>> {
  const rows = await query<{ id: string; memo: string; issued: number }>(
    databaseUrl,
    `SELECT intent.issuance_id AS id, part.memo,
       (SELECT count(*)::int FROM issuance_steps AS step WHERE step.issuance_id = intent.issuance_id AND step = 'issue') AS issued
     FROM mint_intents AS intent JOIN mint_parts AS part USING (intent_id)`,
  );
  return new Map(rows.map(({ id, memo, issued }) => [id, { memo, issued }]));
}

/** What is not minted yet, and what stands in its way. */
export async function mintBacklog(databaseUrl: string): Promise<{ waiting: number; halted: string[]; tokens: number }> {
  const waiting = await query(
    databaseUrl,
    "SELECT 1 FROM issuances WHERE state NOT IN ('issued', 'voided', 'rejected')",
  );
  const halted = await query<{ halted: string }>(
    databaseUrl,
    "SELECT halted || ' ' || coalesce(halted_transaction, '') AS halted FROM tokens WHERE halted IS NOT NULL",
  );
  const tokens = await query(databaseUrl, "SELECT 1 FROM tokens WHERE token_id IS NOT NULL");
  return { waiting: waiting.length, halted: halted.map((row) => row.halted), tokens: tokens.length };
}

async function query<T extends pg.QueryResultRow>(databaseUrl: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

async function mintsOnLedger({ mirrorUrl, operatorId }: { mirrorUrl: string; operatorId: string }) {
  const filter = `account.id=${operatorId}&transactiontype=TOKENCREATION&result=success&limit=100`;
  const answer = await fetch(`${mirrorUrl}/api/v1/transactions?${filter}`);
  const { transactions } = (await answer.json()) as { transactions: { entity_id: string }[] };
  const mirror = createMirror({ url: mirrorUrl });
  const all: Mint[] = [];
  for (const { entity_id: tokenId } of transactions) {
    const token = { tokenId, treasuryAccountId: operatorId };
    for (let after: string | undefined; ; ) {
      const page = await mirror.treasuryEntries(token, after, 100);
      for (const { name, memo, tokenTransfers, parentConsensusTimestamp: batch } of page) {
        const amount = tokenTransfers.reduce((sum, transfer) => sum + transfer.amount, 0n);
        if (name === "TOKENMINT") all.push({ memo, amount, batch });
      }
      if (page.length < 100) break;
      after = page.at(-1)?.consensusTimestamp;
    }
  }
  return { all, tokens: transactions.length };
}

type Mint = { readonly memo: string | undefined; readonly amount: bigint; readonly batch: string | undefined };

/** What the topic says was minted, each with the batch that its message was in. */
async function toldOnTopic(databaseUrl: string, mirrorUrl: string) {
  const [log] = await query<{ topic_id: string }>(databaseUrl, "SELECT topic_id FROM log_state");
  const mirror = createMirror({ url: mirrorUrl });
  const told: { readonly memo: string; readonly batch: string | undefined }[] = [];
  for (const { message, transactionId } of await readOnward(mirror, log?.topic_id ?? "", 0n)) {
    const decoded = decodeMessage(message);
    if (decoded?.type !== "issuance") continue;
    const [entry] = await mirror.transactions(transactionId ?? "");
    told.push({ memo: decoded.memo, batch: entry?.parentConsensusTimestamp });
  }
  return told;
}

/** The log's topic comes before any fault: one that has to be looked for holds batches up for a minute. */
export async function topicOpened(databaseUrl: string): Promise<void> {
  for (;;) {
    const rows = await query(databaseUrl, "SELECT 1 FROM log_state WHERE announced");
    if (rows.length > 0) return;
    await sleep(100);
  }
}
