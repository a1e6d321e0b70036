import type { MintView } from "../../issuance/mint-store.ts";
import { canonicalBytes, type Json } from "../../kernel/canonical.ts";
import { Fault } from "../../kernel/fault.ts";
import { LedgerUnavailable, type Mirror, type TopicMessage } from "../../ledger/ledger.ts";
import { decodeMessage } from "../../proof/checkpoint-message.ts";
import { base64FromBytes } from "../../proof/text.ts";

/** A topic message as a mirror's REST face shows it, as far as its running hash is made of it. */
export function messageJson(topicId: string, message: TopicMessage): Json {
  const [account, start] = message.transactionId?.split("@") ?? [];
  return {
    consensus_timestamp: message.consensusTimestamp,
    message: base64FromBytes(message.message),
    payer_account_id: message.payerAccountId,
    running_hash: base64FromBytes(message.runningHash),
    running_hash_version: message.runningHashVersion,
    sequence_number: Number(message.sequenceNumber),
    topic_id: topicId,
    chunk_info:
      account === undefined
        ? null
        : { initial_transaction_id: { account_id: account, transaction_valid_start: start ?? "" } },
  };
}

/**
 * Messages that a bundle rests on: the one that announces the log's key, and each named one with the message
 * before it, from whose running hash its own follows. @throws {Fault} `not-anchored-yet` while the mirror shows less
 */
export async function messagesOf(mirror: Mirror, topicId: string, numbers: readonly bigint[]): Promise<TopicMessage[]> {
  const wanted = new Set([1n, ...numbers.flatMap((number) => (number > 1n ? [number - 1n, number] : [number]))]);
  const found = new Map<bigint, TopicMessage>();
  for (const number of [...wanted].sort((a, b) => (a < b ? -1 : 1))) {
    if (found.has(number)) continue;
    for (const message of await shown(mirror.messagesAfter(topicId, number - 1n, 2))) {
      if (wanted.has(message.sequenceNumber)) found.set(message.sequenceNumber, message);
    }
    if (!found.has(number)) throw notShown(`message ${number} of topic ${topicId}`);
  }
  return [...found.values()].sort((a, b) => (a.sequenceNumber < b.sequenceNumber ? -1 : 1));
}

/** The message behind `after` that announces a log's key. @throws {Fault} `not-anchored-yet` while the mirror shows none */
export async function announcedIn(
  mirror: Mirror,
  topicId: string,
  after: bigint,
  verifierKey: string,
): Promise<bigint> {
  for (let from = after; ; ) {
    const messages = await shown(mirror.messagesAfter(topicId, from, 100));
    for (const { message, sequenceNumber } of messages) {
      const said = decodeMessage(message);
      if (said?.type === "log" && said.verifierKey === verifierKey) return sequenceNumber;
      from = sequenceNumber;
    }
    if (messages.length === 0) throw notShown("the announcement of the log that goes on");
  }
}

/**
 * What the mirror shows of an intent's mints and their tokens; null: nothing of it is minted. A bundle is made once
 * for its state, so it waits for what the ledger has confirmed. @throws {Fault} `not-anchored-yet`
 */
export async function mintFacts(mirror: Mirror, mint: MintView | undefined): Promise<Uint8Array | null> {
  const minted = (mint?.parts ?? []).filter(({ state }) => state === "minted");
  if (minted.length === 0) return null;
  const ids = minted.flatMap(({ transactionId }) => transactionId ?? []);
  const tokens = [...new Set(minted.flatMap(({ tokenId }) => tokenId ?? []))];
  const told = minted.flatMap(({ messageTransactionId }) => messageTransactionId ?? []);
  const facts = await mintJson(mirror, ids, tokens, told);
  const hidden = [...facts.transactions, ...facts.tokens, ...(facts.messages ?? [])].find((one) => !one.shown);
  if (hidden !== undefined) throw notShown(`the mint ${Object.values(hidden)[0]}`);
  return canonicalBytes(facts);
}

type Shown = { readonly [member: string]: Json; readonly shown: boolean };

/** A topic message that went with a mint in one batch: its transaction, and the message as it stands on the topic. */
async function toldJson(mirror: Mirror, id: string): Promise<Shown> {
  const entry = await successOf(mirror, id);
  const message = entry && (await shown(mirror.messageAt(entry.consensusTimestamp)));
  if (entry?.entityId === undefined || message === undefined) return { transaction_id: id, shown: false };
  const ofBatch = { parent_consensus_timestamp: entry.parentConsensusTimestamp ?? null };
  return { transaction_id: id, shown: true, ...ofBatch, message: messageJson(entry.entityId, message) };
}

async function successOf(mirror: Mirror, id: string) {
  const entries = await shown(mirror.transactions(id));
  return entries.find(({ transactionId, result }) => transactionId === id && result === "SUCCESS");
}

/** The same for whoever asks: of a token only what never changes. `toldIds`: of messages in batches with mints. */
export async function mintJson(
  mirror: Mirror,
  transactionIds: readonly string[],
  tokenIds: readonly string[],
  toldIds: readonly string[],
) {
  const transactions: Shown[] = [];
  for (const id of transactionIds) {
    const entry = await successOf(mirror, id);
    if (entry === undefined) {
      transactions.push({ transaction_id: id, shown: false });
      continue;
    }
    transactions.push({
      transaction_id: id,
      shown: true,
      name: entry.name,
      result: entry.result,
      memo: entry.memo ?? null,
      consensus_timestamp: entry.consensusTimestamp,
      entity_id: entry.entityId ?? null,
      payer_account_id: entry.payerAccountId,
      transaction_hash: entry.transactionHash,
      ...(entry.parentConsensusTimestamp && { parent_consensus_timestamp: entry.parentConsensusTimestamp }),
      token_transfers: entry.tokenTransfers.map(({ tokenId, accountId, amount }) => ({
        token_id: tokenId,
        account_id: accountId,
        amount: String(amount),
      })),
    });
  }
  const tokens: Shown[] = [];
  for (const id of tokenIds) {
    const token = await shown(mirror.token(id));
    tokens.push(
      token === undefined
        ? { token_id: id, shown: false }
        : {
            token_id: id,
            shown: true,
            type: token.type,
            name: token.name,
            symbol: token.symbol,
            decimals: token.decimals,
            treasury_account_id: token.treasuryAccountId,
            created_timestamp: token.createdTimestamp,
          },
    );
  }
  const messages: Shown[] = [];
  for (const id of toldIds) messages.push(await toldJson(mirror, id));
  return { tokens, transactions, ...(messages.length > 0 && { messages }) } satisfies Json;
}

async function shown<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error;
    throw notShown("anything at the moment", error);
  }
}

export function notShown(what: string, cause?: unknown): Fault {
  const facts = { retryAfterS: 2, ...(cause !== undefined && { cause }) };
  return new Fault("not-anchored-yet", `The mirror does not show ${what}: ask again.`, facts);
}
