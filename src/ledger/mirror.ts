import { z } from "zod";
import { dashedTransactionId, transactionIdFromDashed } from "./hashscan.ts";
import type { Mirror, MirrorTransaction, NetworkName, TopicInfo, TopicMessage } from "./ledger.ts";
import { LedgerUnavailable } from "./ledger.ts";

const publicMirrors: Readonly<Record<Exclude<NetworkName, "local">, string>> = {
  mainnet: "https://mainnet-public.mirrornode.hedera.com",
  testnet: "https://testnet.mirrornode.hedera.com",
  previewnet: "https://previewnet.mirrornode.hedera.com",
};

/** The public mirror of a network, without `/api/v1`; undefined for `local`, whose port is known at run time only. */
export function defaultMirrorUrl(network: NetworkName): string | undefined {
  return network === "local" ? undefined : publicMirrors[network];
}

export type MirrorOptions = {
  /** Base URL without `/api/v1`. */
  readonly url: string;
  /** Milliseconds until a request is given up, body included. */
  readonly requestTimeoutMs?: number;
};

/** Most messages that one page of a mirror holds. */
const maxPage = 100;

/**
 * Reads of a mirror node's REST face (`/api/v1`, the same shapes on the local and the public ones).
 * Every call is one GET that asks caches to stand aside, so that one answer is of one state. A mirror
 * that does not answer, answers an error, or answers in another shape throws {@link LedgerUnavailable}.
 */
export function createMirror(options: MirrorOptions): Mirror {
  const baseUrl = options.url.replace(/\/+$/, "");
  const timeoutMs = options.requestTimeoutMs ?? 10_000;
  const get = <Shape extends z.ZodType>(path: string, shape: Shape) => getJson(baseUrl, path, shape, timeoutMs);

  const messages = async (topicId: string, query: string): Promise<readonly TopicMessage[]> =>
    (await get(`/topics/${entityId.parse(topicId)}/messages?${query}`, messagesShape))?.messages ?? [];

  return {
    async watermark() {
      const page = await get("/blocks?order=desc&limit=1", blocksShape);
      return page?.blocks[0]?.timestamp.to ?? undefined;
    },
    async transactions(transactionId) {
      return (await get(`/transactions/${dashedTransactionId(transactionId)}`, transactionsShape))?.transactions ?? [];
    },
    async topic(topicId) {
      return get(`/topics/${entityId.parse(topicId)}`, topicShape);
    },
    async messagesAfter(topicId, after, limit) {
      return messages(topicId, `sequencenumber=gt:${after}&limit=${Math.min(limit, maxPage)}&order=asc`);
    },
    async newestMessage(topicId) {
      return (await messages(topicId, "limit=1&order=desc"))[0];
    },
  };
}

/** The parsed body, or undefined when the mirror knows no such thing (404). */
async function getJson<Shape extends z.ZodType>(
  baseUrl: string,
  path: string,
  shape: Shape,
  timeoutMs: number,
): Promise<z.output<Shape> | undefined> {
  const url = `${baseUrl}/api/v1${path}`;
  let status: number;
  let text: string;
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json", "cache-control": "no-cache" },
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = response.status;
    text = await response.text();
  } catch (cause) {
    throw new LedgerUnavailable(`the mirror did not answer: GET ${url}`, cause);
  }
  if (status === 404) return undefined;
  if (status !== 200) throw new LedgerUnavailable(`the mirror answered ${status}: GET ${url}`);
  try {
    return shape.parse(JSON.parse(text, exactIntegers));
  } catch (cause) {
    throw new LedgerUnavailable(`the mirror's answer has an unknown shape: GET ${url}`, cause);
  }
}

/** A 64-bit integer that a double cannot hold becomes a bigint, read from its text. */
function exactIntegers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || Number.isSafeInteger(value) || source === undefined) return value;
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}

const entityId = z.string().regex(/^\d+\.\d+\.\d+$/, "an entity id such as 0.0.1001");
const time = z.string().regex(/^\d+\.\d{9}$/);
const uint64 = z.union([z.int().nonnegative(), z.bigint().nonnegative()]).transform(BigInt);
const base64Bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, "base64")));
const publicKey = z
  .object({ key: z.string() })
  .nullish()
  .transform((key) => key?.key);

const blocksShape = z.object({ blocks: z.array(z.object({ timestamp: z.object({ to: time.nullish() }) })) });

const suffixes = z.object({ scheduled: z.boolean().nullish(), nonce: z.int().nonnegative().nullish() });

/** Id in SDK text form with the suffixes `?scheduled` and `/nonce` that tell a child from its parent. */
function withSuffixes(payerAndStart: string, id: z.output<typeof suffixes>): string {
  return `${payerAndStart}${id.scheduled ? "?scheduled" : ""}${id.nonce ? `/${id.nonce}` : ""}`;
}

const transactionsShape = z.object({
  transactions: z.array(
    suffixes
      .extend({
        transaction_id: z.string().transform(transactionIdFromDashed),
        consensus_timestamp: time,
        result: z.string(),
        entity_id: entityId.nullish(),
      })
      .transform(
        (entry): MirrorTransaction => ({
          transactionId: withSuffixes(entry.transaction_id, entry),
          consensusTimestamp: entry.consensus_timestamp,
          result: entry.result,
          entityId: entry.entity_id ?? undefined,
        }),
      ),
  ),
});

const topicShape = z
  .object({
    topic_id: entityId,
    memo: z.string(),
    submit_key: publicKey,
    admin_key: publicKey,
    created_timestamp: time,
  })
  .transform(
    (topic): TopicInfo => ({
      topicId: topic.topic_id,
      memo: topic.memo,
      submitKey: topic.submit_key,
      adminKey: topic.admin_key,
      createdTimestamp: topic.created_timestamp,
    }),
  );

const initialTransactionId = suffixes
  .extend({ account_id: entityId, transaction_valid_start: time })
  .transform((id) => withSuffixes(`${id.account_id}@${id.transaction_valid_start}`, id));

const messagesShape = z.object({
  messages: z.array(
    z
      .object({
        sequence_number: uint64,
        consensus_timestamp: time,
        message: base64Bytes,
        running_hash: base64Bytes,
        running_hash_version: z.int(),
        payer_account_id: entityId,
        chunk_info: z.object({ initial_transaction_id: initialTransactionId.nullish() }).nullish(),
      })
      .transform(
        (entry): TopicMessage => ({
          sequenceNumber: entry.sequence_number,
          consensusTimestamp: entry.consensus_timestamp,
          message: entry.message,
          runningHash: entry.running_hash,
          runningHashVersion: entry.running_hash_version,
          payerAccountId: entry.payer_account_id,
          transactionId: entry.chunk_info?.initial_transaction_id ?? undefined,
        }),
      ),
  ),
});
