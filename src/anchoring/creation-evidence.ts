import {
  type Ledger,
  LedgerBehind,
  type LedgerTime,
  type Mirror,
  type MirrorEntry,
  type TokenInfo,
} from "../ledger/ledger.ts";
import { laterBy } from "./attempt.ts";
import type { OrderedWork } from "./work-payload.ts";

/**
 * Whether a token that was ordered is on the ledger already, whatever the journal knows. A second one for the same units
 * would let everything be minted once more, so that nothing is taken for absent on the word of one list: the creations
 * that our payers paid for and the tokens of the treasury are two, which a mirror keeps apart, and each has to show what
 * the books know to be in it.
 */

export type Creation = Extract<OrderedWork, { readonly kind: "create-fungible-token" | "create-nft-token" }>;

export const isCreation = (work: OrderedWork): work is Creation =>
  work.kind === "create-fungible-token" || work.kind === "create-nft-token";

/** What the journal knows of our accounts and tokens; after a restored backup that is less than there is. */
export type CreationBooks = {
  /** Each account that ever paid for us, with its newest success that a mirror must have come to by now. */
  readonly payers: readonly { readonly accountId: string; readonly transactionId: string | null }[];
  readonly tokenIds: readonly string[];
};

export type SeenCreation = {
  readonly transactionId: string;
  readonly entityId: string;
  readonly treasuryAccountId: string;
  readonly amount: 1n;
};

/** Entries that are asked for at once. */
const pageSize = 100;

/**
 * Creations of the ordered token, oldest first: by their memo, which names token and log. Orders of gateways that gave it
 * none are known to the journal alone.
 *
 * @throws {LedgerBehind} where nothing is found in lists that lack what the books or the mirror itself know of
 */
export async function creationsOf(
  { mirror, payerAccountId }: Pick<Ledger, "mirror" | "payerAccountId">,
  { payers, tokenIds }: CreationBooks,
  work: Creation,
): Promise<readonly SeenCreation[]> {
  const { transactionMemo: memo, treasuryAccountId } = work;
  if (memo === undefined) return [];
  const found = new Map<string, MirrorEntry>();
  // The operator's account may have been another one when the token was made.
  for (const payer of new Set([payerAccountId, ...payers.map(({ accountId }) => accountId)])) {
    for (const entry of await creationsBy(mirror, payer))
      if (entry.memo === memo) found.set(entry.transactionId, entry);
  }
  const held = await tokensOf(mirror, treasuryAccountId);
  for (const entry of await creationsIn(mirror, held, work)) found.set(entry.transactionId, entry);
  if (found.size === 0) {
    for (const payer of payers) await assertShown(mirror, payer);
    for (const tokenId of tokenIds) await assertHeld(mirror, held, { tokenId, treasuryAccountId });
  }
  const all = [...found.values()].sort((a, b) => (a.consensusTimestamp < b.consensusTimestamp ? -1 : 1));
  return Promise.all(all.map((entry) => effectOf(mirror, entry)));
}

/** The treasury may be another one than a gateway would give it today. */
async function effectOf(mirror: Mirror, { transactionId, entityId }: MirrorEntry): Promise<SeenCreation> {
  if (entityId === undefined) throw new LedgerBehind(`the mirror does not show what ${transactionId} created`);
  const { treasuryAccountId } = await shownToken(mirror, entityId);
  return { transactionId, entityId, treasuryAccountId, amount: 1n };
}

async function creationsBy(mirror: Mirror, payerAccountId: string): Promise<readonly MirrorEntry[]> {
  const found: MirrorEntry[] = [];
  for (let after: LedgerTime | undefined; ; ) {
    const page = await mirror.tokenCreations(payerAccountId, after, pageSize);
    found.push(...page);
    if (page.length < pageSize) return found;
    after = page.at(-1)?.consensusTimestamp;
  }
}

type Held = ReadonlyMap<string, { readonly name: string; readonly symbol: string }>;

async function tokensOf(mirror: Mirror, accountId: string): Promise<Held> {
  const held = new Map<string, { readonly name: string; readonly symbol: string }>();
  for (let after: string | undefined; ; ) {
    const page = await mirror.tokensOf(accountId, after, pageSize);
    for (const { tokenId, name, symbol } of page) held.set(tokenId, { name, symbol });
    if (page.length < pageSize) return held;
    after = page.at(-1)?.tokenId;
  }
}

/**
 * Creations with the order's memo among the treasury's tokens of its name, whoever paid. Anybody can give a token that
 * name and memo; that the account is its treasury, only whoever has its key.
 */
async function creationsIn(mirror: Mirror, held: Held, work: Creation): Promise<readonly MirrorEntry[]> {
  const found: MirrorEntry[] = [];
  for (const [tokenId, { name, symbol }] of held) {
    if (name !== work.name || symbol !== work.symbol) continue;
    const token = await shownToken(mirror, tokenId);
    if (token.treasuryAccountId !== work.treasuryAccountId) continue;
    const entry = await mirror.entryAt(token.createdTimestamp);
    if (entry === undefined) throw new LedgerBehind(`the mirror does not show what created ${tokenId}`);
    if (entry.memo === work.transactionMemo) found.push({ ...entry, entityId: tokenId });
  }
  return found;
}

async function shownToken(mirror: Mirror, tokenId: string): Promise<TokenInfo> {
  const token = await mirror.token(tokenId);
  if (token === undefined) throw new LedgerBehind(`the mirror does not show the token ${tokenId}`);
  return token;
}

/** The mirror's list of the payer's transactions has the newest one that the journal knows to have succeeded. */
async function assertShown(mirror: Mirror, { accountId, transactionId }: CreationBooks["payers"][number]) {
  if (transactionId === null) return;
  const entries = await mirror.transactions(transactionId);
  const [at] = entries.filter((one) => one.transactionId === transactionId && one.result === "SUCCESS");
  const listed = at && (await mirror.entriesOf(accountId, laterBy(at.consensusTimestamp, -1n), 1));
  if (listed?.[0]?.transactionId === transactionId) return;
  throw new LedgerBehind(`the mirror's list of what ${accountId} paid for lacks ${transactionId}`);
}

/** A token that we made is in its treasury's list, unless it has got another treasury since. */
async function assertHeld(mirror: Mirror, held: Held, { tokenId, treasuryAccountId }: Record<string, string>) {
  if (tokenId === undefined || held.has(tokenId)) return;
  const token = await shownToken(mirror, tokenId);
  if (token.treasuryAccountId !== treasuryAccountId || token.deleted) return;
  throw new LedgerBehind(`the mirror's list of the tokens of ${treasuryAccountId} lacks ${tokenId}`);
}
