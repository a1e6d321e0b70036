import { expect, test } from "vitest";
import { updateLog } from "../../src/anchoring/log-store.ts";
import { decodeMessage } from "../../src/proof/checkpoint-message.ts";
import { openTopic } from "../anchoring/works-world.ts";
import { anyOrigin as origin } from "../support/any-log.ts";
import { type MintWorld, mintWorld } from "./mint-world.ts";

/** The log's row as the sequencer leaves it once its first message is on the topic. */
async function announceLog({ world }: MintWorld): Promise<string> {
  const topicId = await openTopic(world);
  await world.db.transaction().execute((tx) => updateLog(tx, { topicId, announced: true }));
  return topicId;
}

const parts = ({ world: { db } }: MintWorld) => db.selectFrom("mint_parts").selectAll().orderBy("memo").execute();

test("each part of a statement is told on the topic by the batch that mints it, with the leaf of the statement", async () => {
  const world = await mintWorld(2, { mintMode: "batch" });
  const topicId = await announceLog(world);
  for (const issuance of world.approved) await world.mint(issuance, 5n);
  await world.settle();
  const { ledger, db } = world.world;
  const minted = await parts(world);
  expect(minted).toHaveLength(4);
  const messages = await ledger.mirror.messagesAfter(topicId, 0n, 100);
  expect(messages).toHaveLength(4);
  const statements = await db.selectFrom("period_statements").select(["period_id", "commitment"]).execute();
  for (const { intent_id, memo, amount, token_id, transaction_id, message_transaction_id } of minted) {
    const message = messages.find(({ transactionId }) => transactionId === message_transaction_id);
    const intent = await db
      .selectFrom("mint_intents")
      .selectAll()
      .where("intent_id", "=", intent_id)
      .executeTakeFirst();
    const leaf = statements.find(({ period_id }) => period_id === intent?.period_id)?.commitment as Uint8Array;
    const told = { origin, memo, amount, tokenId: token_id, commitment: Uint8Array.from(leaf) };
    expect(decodeMessage(message?.message as Uint8Array)).toEqual({ type: "issuance", ...told });
    const [mint] = await ledger.mirror.transactions(transaction_id as string);
    const [beside] = await ledger.mirror.transactions(message_transaction_id as string);
    expect(mint?.parentConsensusTimestamp).toBeDefined();
    expect(mint?.parentConsensusTimestamp).toBe(beside?.parentConsensusTimestamp);
  }
  expect(await world.reconcile()).toBe(0);
});

test("before the log has its topic nothing is minted in batches; then it is", async () => {
  const world = await mintWorld(1, { mintMode: "batch" });
  for (const issuance of world.approved) await world.mint(issuance);
  await world.settle();
  expect((await parts(world)).map(({ state, job_id }) => [state, job_id])).toEqual([["committed", null]]);
  await announceLog(world);
  await world.settle();
  expect((await parts(world)).map(({ state }) => state)).toEqual(["minted"]);
});
