import { dashedTransactionId, transactionIdParts } from "./hashscan.ts";
import {
  type LedgerTime,
  LedgerUnavailable,
  type ListedToken,
  type Mirror,
  type MirrorEntry,
  type NetworkName,
  type TokenMint,
  type TokenOfTreasury,
  type TopicMessage,
} from "./ledger.ts";
import { asking, type Get, type MirrorOptions } from "./mirror-asking.ts";
import { nodesShape } from "./mirror-nodes.ts";
import * as shapes from "./mirror-shapes.ts";

const publicMirrors: Readonly<Record<Exclude<NetworkName, "local">, string>> = {
  mainnet: "https://mainnet-public.mirrornode.hedera.com",
  testnet: "https://testnet.mirrornode.hedera.com",
  previewnet: "https://previewnet.mirrornode.hedera.com",
};

/** The public mirror of a network, without `/api/v1`; undefined for `local`, whose port is known at run time only. */
export function defaultMirrorUrl(network: NetworkName): string | undefined {
  return network === "local" ? undefined : publicMirrors[network];
}

/** More than a network has. */
const mostNodes = 1_000;

/** Most messages that one page of a mirror holds. */
const maxPage = 100;

/**
 * Pages without an item that a list may have, one after the other: a public mirror searches some weeks of time for each,
 * and the ledger is younger than a thousand of them.
 */
const mostEmptyPages = 1_000;

/** Pages of a list of which only some items are wanted: ten million transactions of one account. */
const mostPages = 100_000;

/**
 * Reads of a mirror node's REST face (`/api/v1`, the same shapes on the local and the public ones).
 * Every call is one GET that asks caches to stand aside, so that one answer is of one state; lists
 * follow further pages where the first is shorter than it was asked for. A mirror that does not answer, answers an error, or answers in another
 * shape throws {@link LedgerUnavailable}. One that asks to be left alone is: a call waits for as long as it may take, and one that
 * would have to wait longer fails without asking.
 */
export function createMirror(options: MirrorOptions): Mirror {
  const get = asking(options);
  const id = (text: string): string => shapes.entityId.parse(text);

  const messages = (topicId: string, query: string, limit: number): Promise<readonly TopicMessage[]> =>
    readAll(`/topics/${id(topicId)}/messages?${query}`, limit, async (path) => {
      const page = await get(path, shapes.messagesShape);
      const items = page?.messages ?? [];
      return { items, last: items.at(-1)?.sequenceNumber, next: page?.links?.next };
    });

  return {
    async watermark() {
      const page = await get("/blocks?order=desc&limit=1", shapes.blocksShape);
      return page?.blocks[0]?.timestamp.to ?? undefined;
    },
    async transactions(transactionId) {
      const { own, scheduled, nonce } = transactionIdParts(transactionId);
      const query = scheduled || nonce > 0 ? `?scheduled=${scheduled}&nonce=${nonce}` : "";
      const path = `/transactions/${dashedTransactionId(own)}${query}`;
      return (await get(path, shapes.transactionsShape))?.transactions ?? [];
    },
    topic: async (topicId) => get(`/topics/${id(topicId)}`, shapes.topicShape),
    async messagesAfter(topicId, after, limit) {
      return messages(topicId, `sequencenumber=gt:${after}&limit=${Math.min(limit, maxPage)}&order=asc`, limit);
    },
    async newestMessage(topicId) {
      return (await messages(topicId, "limit=1&order=desc", 1))[0];
    },
    messageAt: async (time) => get(`/topics/messages/${shapes.time.parse(time)}`, shapes.messageShape),
    token: async (tokenId) => get(`/tokens/${id(tokenId)}`, shapes.tokenShape),
    async mints(token, after, limit) {
      const entries = await treasuryEntries(get, token, { after, limit, kinds: ["TOKENMINT"] });
      return entries.map((entry) => mintOf(entry, token));
    },
    treasuryEntries: (token, after, limit, kinds = "usual") =>
      treasuryEntries(get, token, { after, limit, kinds: kinds === "any" ? [] : movingKinds }),
    tokenCreations: (payerAccountId, after, limit) =>
      readEntries(
        get,
        successesOf(payerAccountId, after, "&transactiontype=TOKENCREATION"),
        limit,
        (entry) => entry.payerAccountId === payerAccountId,
      ),
    async tokensOf(accountId, after, limit) {
      const from = after === undefined ? "" : `&token.id=gt:${id(after)}`;
      const query = `account.id=${id(accountId)}&limit=${Math.min(limit, maxPage)}&order=asc${from}`;
      return readAll(`/tokens?${query}`, limit, async (path) => {
        const page = await get(path, shapes.tokensShape);
        const items = (page?.tokens ?? []).map(({ token_id: tokenId, name, symbol }) => ({ tokenId, name, symbol }));
        return { items, last: numberOf(items.at(-1)), next: page?.links?.next };
      });
    },
    async entryAt(time) {
      const page = await get(`/transactions?timestamp=${shapes.time.parse(time)}`, shapes.transactionsShape);
      return page?.transactions[0];
    },
    async nfts(tokenId, after, limit) {
      const query = `serialnumber=gt:${after}&limit=${Math.min(limit, maxPage)}&order=asc`;
      return readAll(`/tokens/${id(tokenId)}/nfts?${query}`, limit, async (path) => {
        const page = await get(path, shapes.nftsShape);
        const items = page?.nfts ?? [];
        return { items, last: items.at(-1)?.serial, next: page?.links?.next };
      });
    },
    nft: async (tokenId, serial) => get(`/tokens/${id(tokenId)}/nfts/${serial}`, shapes.nftShape),
    async nftMint(tokenId, serial) {
      const path = `/tokens/${id(tokenId)}/nfts/${serial}/transactions?limit=${maxPage}&order=asc`;
      const events = (await get(path, shapes.nftEventsShape))?.transactions ?? [];
      return events.find(({ type }) => type === "TOKENMINT")?.transaction_id;
    },
    async tokenBalance(accountId, tokenId) {
      const path = `/accounts/${id(accountId)}/tokens?token.id=${id(tokenId)}`;
      const holdings = (await get(path, shapes.holdingsShape))?.tokens ?? [];
      return holdings.find((holding) => holding.token_id === tokenId)?.balance;
    },
    async pendingAirdrops(receiverAccountId, of) {
      const filter = of === undefined ? "" : `&sender.id=${id(of.senderAccountId)}&token.id=${id(of.tokenId)}`;
      const path = `/accounts/${id(receiverAccountId)}/airdrops/pending?limit=${maxPage}${filter}`;
      return (await get(path, shapes.airdropsShape))?.airdrops ?? [];
    },
    entriesOf: (accountId, after, limit) =>
      readEntries(
        get,
        `/transactions?account.id=${id(accountId)}&order=asc&limit=${maxPage}&timestamp=gt:${shapes.time.parse(after)}`,
        limit,
        () => true,
      ),
    account: async (accountId) => get(`/accounts/${id(accountId)}?transactions=false`, shapes.accountShape),
    async nodes() {
      return readAll("/network/nodes?order=asc&limit=25", mostNodes, async (path) => {
        const page = await get(path, nodesShape);
        const items = page?.nodes ?? [];
        return { items, last: items.at(-1)?.nodeId, next: page?.links?.next };
      });
    },
    schedule: async (scheduleId) => get(`/schedules/${id(scheduleId)}`, shapes.scheduleShape),
  };
}

/** Of a transaction that another one causes, the mirror shows an entry of its own kind. */
const movingKinds = [
  ...["CRYPTOTRANSFER", "TOKENCREATION", "TOKENMINT", "TOKENBURN", "TOKENWIPE", "TOKENUPDATE", "TOKENDISSOCIATE"],
  ...["TOKENAIRDROP", "TOKENCLAIMAIRDROP", "TOKENREJECT"],
  ...["CONTRACTCALL", "CONTRACTCREATEINSTANCE", "ETHEREUMTRANSACTION"],
];

async function treasuryEntries(
  get: Get,
  { tokenId, treasuryAccountId }: TokenOfTreasury,
  { after, limit, kinds }: { after: LedgerTime | undefined; limit: number; kinds: readonly string[] },
): Promise<readonly MirrorEntry[]> {
  const filter = kinds.map((kind) => `&transactiontype=${kind}`).join("");
  const path = successesOf(treasuryAccountId, after, filter);
  return readEntries(get, path, limit, (entry) => moves(entry, tokenId));
}

function successesOf(accountId: string, after: LedgerTime | undefined, filter: string): string {
  const account = shapes.entityId.parse(accountId);
  const from = after === undefined ? "" : `&timestamp=gt:${after}`;
  return `/transactions?account.id=${account}&result=success&order=asc&limit=${maxPage}${filter}${from}`;
}

function readEntries(
  get: Get,
  path: string,
  limit: number,
  isWanted: (entry: MirrorEntry) => boolean,
): Promise<readonly MirrorEntry[]> {
  return readAll(path, limit, async (one) => {
    const page = await get(one, shapes.transactionsShape);
    const all = page?.transactions ?? [];
    return { items: all.filter(isWanted), last: placeOf(all.at(-1)), next: page?.links?.next };
  });
}

const placeOf = (entry: MirrorEntry | undefined): bigint | undefined =>
  entry && BigInt(entry.consensusTimestamp.replace(".", ""));

/** Ids of one shard and realm grow by their last number. */
const numberOf = (token: ListedToken | undefined): bigint | undefined =>
  token && BigInt(token.tokenId.slice(token.tokenId.lastIndexOf(".") + 1));

type ReadPage<T> = {
  readonly items: readonly T[];
  /** Of the page's last item, wanted or not: its place in the list, which only grows. Undefined: the page is empty. */
  readonly last: bigint | undefined;
  readonly next: string | null | undefined;
};

/**
 * Pages up to the limit or the last one. A page may be empty, or shorter than it was asked for, and still have a next one:
 * public mirrors search a stretch of time for each, others give fewer at a time. Pages that lead in a circle, that give
 * again what was given, or that have no end are no list: whoever looks for a mint must not take what was read of them for
 * all there is, nor read on for ever.
 */
async function readAll<T>(
  path: string,
  limit: number,
  read: (path: string) => Promise<ReadPage<T>>,
): Promise<readonly T[]> {
  let next: string | undefined = path;
  const found: T[] = [];
  const asked = new Set<string>();
  let [empty, place] = [0, -1n];
  while (next !== undefined && found.length < limit) {
    if (asked.has(next)) throw new LedgerUnavailable(`the mirror's pages lead in a circle: ${next}`);
    asked.add(next);
    const page: ReadPage<T> = await read(next);
    found.push(...page.items);
    empty = page.last === undefined ? empty + 1 : 0;
    const link: string | undefined = page.next?.replace(/^.*\/api\/v1/, "");
    if (empty === mostEmptyPages || asked.size === mostPages) throw endless(path, asked.size);
    // One page of a list in descending order is all that is asked for: it is never followed.
    if (page.last !== undefined && page.last <= place) throw endless(path, asked.size);
    place = page.last ?? place;
    next = link === next ? undefined : link;
  }
  return found.slice(0, limit);
}

const endless = (path: string, pages: number) =>
  new LedgerUnavailable(`the mirror's pages have no end: ${pages} were read, and its list goes on: ${path}`);

function moves(entry: MirrorEntry, tokenId: string): boolean {
  return [...entry.tokenTransfers, ...entry.nftTransfers].some((transfer) => transfer.tokenId === tokenId);
}

function mintOf(entry: MirrorEntry, { tokenId, treasuryAccountId }: TokenOfTreasury): TokenMint {
  const serials = entry.nftTransfers
    .filter((transfer) => transfer.tokenId === tokenId && transfer.senderAccountId === undefined)
    .map((transfer) => transfer.serial)
    .sort((a, b) => (a < b ? -1 : 1));
  const units = entry.tokenTransfers
    .filter((transfer) => transfer.tokenId === tokenId && transfer.accountId === treasuryAccountId)
    .reduce((sum, transfer) => sum + transfer.amount, 0n);
  return {
    transactionId: entry.transactionId,
    consensusTimestamp: entry.consensusTimestamp,
    memo: entry.memo,
    payerAccountId: entry.payerAccountId,
    amount: serials.length > 0 ? BigInt(serials.length) : units,
    serials,
  };
}
