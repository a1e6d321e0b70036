import pg from "pg";
import type { TokenMint } from "../../../src/ledger/ledger.ts";
import { createMirror } from "../../../src/ledger/mirror.ts";
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
};

/** Compares the campaign's own books with what the ledger holds; the database only says which memo is whose. */
export async function judgeMints(
  approved: readonly Approved[],
  databaseUrl: string,
  ledger: { readonly mirrorUrl: string; readonly operatorId: string },
): Promise<MintFindings> {
  const memos = await memosOf(databaseUrl);
  const mints = await mintsOnLedger(ledger);
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
export async function mintBacklog(databaseUrl: string): Promise<{ waiting: number; halted: string[] }> {
  const waiting = await query(
    databaseUrl,
    "SELECT 1 FROM issuances WHERE state NOT IN ('issued', 'voided', 'rejected')",
  );
  const halted = await query<{ halted: string }>(
    databaseUrl,
    "SELECT halted || ' ' || coalesce(halted_transaction, '') AS halted FROM tokens WHERE halted IS NOT NULL",
  );
  return { waiting: waiting.length, halted: halted.map((row) => row.halted) };
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
  const all: TokenMint[] = [];
  for (const { entity_id: tokenId } of transactions) {
    const token = { tokenId, treasuryAccountId: operatorId };
    for (let after: string | undefined; ; after = all.at(-1)?.consensusTimestamp) {
      const page = await mirror.mints(token, after, 100);
      all.push(...page);
      if (page.length < 100) break;
    }
  }
  return { all, tokens: transactions.length };
}
