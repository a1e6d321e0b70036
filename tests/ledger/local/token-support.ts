import {
  AccountCreateTransaction,
  type AccountId,
  type Key,
  PrivateKey,
  ScheduleCreateTransaction,
  Timestamp,
  TokenCreateTransaction,
  type TokenId,
  TokenMintTransaction,
  TokenSupplyType,
  TokenType,
  type Transaction,
  type TransactionId,
  type TransactionReceipt,
} from "@hashgraph/sdk";
import { type LedgerFace, mirror, type Network, newId, node, receiptOf } from "./support.ts";

export type Account = { readonly id: AccountId; readonly key: PrivateKey };

export type Ran = { readonly id: TransactionId; readonly status: string; readonly receipt: TransactionReceipt };

/** Freezes for the first node under a fresh (or the given) id and signs as the operator and `keys`. */
export async function prepare<T extends Transaction>(
  { ledger, client }: Network,
  transaction: T,
  keys: readonly PrivateKey[] = [],
  id = newId(ledger),
): Promise<T> {
  transaction
    .setTransactionId(id)
    .setNodeAccountIds([node(ledger, 0)])
    .setRegenerateTransactionId(false);
  transaction.freezeWith(client);
  for (const key of keys) await transaction.sign(key);
  await transaction.signWithOperator(client);
  return transaction;
}

/** Sends one transaction and asks its receipt. */
export async function run(
  network: Network,
  transaction: Transaction,
  keys: readonly PrivateKey[] = [],
  id = newId(network.ledger),
): Promise<Ran> {
  await (await prepare(network, transaction, keys, id)).execute(network.client);
  const receipt = await receiptOf(network, id);
  return { id, status: receipt.status.toString(), receipt };
}

export async function newAccount(network: Network, maxAutoAssociations = 0): Promise<Account> {
  const key = PrivateKey.generateED25519();
  const create = new AccountCreateTransaction()
    .setKeyWithoutAlias(key.publicKey)
    .setInitialBalance(100)
    .setMaxAutomaticTokenAssociations(maxAutoAssociations);
  const { receipt } = await run(network, create);
  if (receipt.accountId === null) throw new Error("no account");
  return { id: receipt.accountId, key };
}

export type TokenTerms = { supplyKey?: Key; maxSupply?: number; nft?: boolean };

/** With 3 decimals, the operator as treasury and, unless told otherwise, as supply key. */
export async function newToken(network: Network, terms: TokenTerms = {}): Promise<TokenId> {
  const { receipt } = await run(network, tokenCreation(network, terms));
  if (receipt.tokenId === null) throw new Error("no token");
  return receipt.tokenId;
}

export function tokenCreation({ ledger, operatorKey }: Network, terms: TokenTerms = {}): TokenCreateTransaction {
  const { supplyKey = operatorKey, maxSupply = 1_000_000, nft = false } = terms;
  return new TokenCreateTransaction()
    .setTokenName("Hydro credit 2026")
    .setTokenSymbol("HYC26")
    .setTokenMemo("rulebook digest")
    .setTokenType(nft ? TokenType.NonFungibleUnique : TokenType.FungibleCommon)
    .setDecimals(nft ? 0 : 3)
    .setSupplyType(TokenSupplyType.Finite)
    .setMaxSupply(maxSupply)
    .setTreasuryAccountId(ledger.operator.accountId)
    .setSupplyKey(supplyKey);
}

export const mintOf = (token: TokenId, amount: number, memo = "digest") =>
  new TokenMintTransaction().setTokenId(token).setAmount(amount).setTransactionMemo(memo);

export async function supplyOf(ledger: LedgerFace, token: TokenId): Promise<bigint> {
  return BigInt((await mirror(ledger, `tokens/${token}`)).body.total_supply);
}

/** Units that an account holds; undefined without an association. */
export async function heldBy(ledger: LedgerFace, account: AccountId | string, token: TokenId) {
  const { body } = await mirror(ledger, `accounts/${account}/tokens?token.id=${token}`);
  return body.tokens[0]?.balance as number | undefined;
}

/** Whole seconds from now on this machine's clock. */
export function inSeconds(seconds: number): Timestamp {
  return new Timestamp(Math.floor(Date.now() / 1000) + seconds, 0);
}

/** A schedule whose body, memo and expiration depend on the arguments alone. */
export function scheduleOf(
  inner: Transaction,
  expiration: Timestamp,
  memo = "mint of period 7",
): ScheduleCreateTransaction {
  return new ScheduleCreateTransaction()
    .setScheduledTransaction(inner.setMaxTransactionFee(2))
    .setScheduleMemo(memo)
    .setExpirationTime(expiration)
    .setWaitForExpiry(false);
}

export async function scheduledResult(ledger: LedgerFace, creation: TransactionId): Promise<string[]> {
  const dashed = creation
    .toString()
    .replace("@", "-")
    .replace(/\.(\d+)$/, "-$1");
  const { body } = await mirror(ledger, `transactions/${dashed}?scheduled=true`);
  return (body.transactions ?? []).map((entry: { result: string }) => entry.result);
}
