import {
  AccountCreateTransaction,
  AccountId,
  Hbar,
  Long,
  NftId,
  PendingAirdropId,
  ScheduleCreateTransaction,
  ScheduleId,
  ScheduleSignTransaction,
  Timestamp,
  TokenAirdropTransaction,
  TokenAssociateTransaction,
  TokenBurnTransaction,
  TokenCancelAirdropTransaction,
  TokenCreateTransaction,
  TokenId,
  TokenMintTransaction,
  TokenSupplyType,
  TokenType,
  TopicCreateTransaction,
  TopicId,
  TopicMessageSubmitTransaction,
  type Transaction,
  TransferTransaction,
} from "@hashgraph/sdk";
import { assertState } from "../../kernel/fault.ts";
import type {
  AirdropWork,
  CancelAirdropWork,
  CreateAccountWork,
  CreateScheduleWork,
  CreateTokenWork,
  SingleWork,
  SupplyWork,
  TransferWork,
  WithMemo,
  WorkKind,
} from "../ledger.ts";
import { sdkKey } from "./keys.ts";
import type { OperatorKey } from "./operator.ts";

/** Most bytes of a message in one transaction; the SDK would cut a longer one into several. */
export const maxMessageBytes = 1024;
/** Most bytes of a memo, of a transaction or of an entity, and of an NFT's metadata. */
export const maxMemoBytes = 100;
/** Most serials in one mint or burn. */
export const maxSerials = 10;
const maxAmount = 2n ** 63n - 1n;

/**
 * What a transaction may cost at most, hbar; the network charges its price (USD 0.01 a topic, 1.00 a token,
 * 0.02 a serial, up to 0.0014 a message) and refuses above the cap. The caps of scheduled kinds are part of
 * what makes two schedules the same: with another cap the network would run the same job once more. An attempt's terms may
 * say that so many times these are its caps.
 */
export const maxFeeHbar: Readonly<Record<WorkKind, number>> = {
  "create-topic": 5,
  "submit-message": 1,
  "create-fungible-token": 40,
  "create-nft-token": 40,
  "create-account": 5,
  mint: 2,
  "mint-nft": 10,
  burn: 2,
  "burn-nft": 2,
  transfer: 5,
  "transfer-nft": 5,
  associate: 5,
  airdrop: 10,
  "airdrop-nft": 10,
  "cancel-airdrop": 5,
  "create-schedule": 5,
  "sign-schedule": 2,
  batch: 20,
};

/** Public networks renew an entity every 90 days. */
const autoRenewS = 7_776_000;

export type Operator = { readonly accountId: string; readonly key: OperatorKey };

/**
 * The transaction of one piece of work, with its memo and fee cap; id, node and signatures are the caller's.
 *
 * @throws AssertionError for work that the network would refuse whatever its state.
 */
export function transactionFor(operator: Operator, work: SingleWork & WithMemo, feeFactor = 1): Transaction {
  const memo = work.transactionMemo ?? "";
  checkMemo(memo);
  const most = new Hbar(maxFeeHbar[work.kind] * feeFactor);
  return unnamed(operator, work).setTransactionMemo(memo).setMaxTransactionFee(most);
}

function unnamed(operator: Operator, work: SingleWork): Transaction {
  switch (work.kind) {
    case "create-topic":
      checkMemo(work.memo);
      // No admin key: nobody, the operator included, can ever change or delete the topic. A renewing
      // account is allowed without one since HIP-1021.
      return new TopicCreateTransaction()
        .setTopicMemo(work.memo)
        .setSubmitKey(operator.key.publicKey)
        .setAutoRenewAccountId(AccountId.fromString(operator.accountId));
    case "submit-message":
      assertState(
        work.message.length > 0 && work.message.length <= maxMessageBytes,
        `a message of ${work.message.length} bytes`,
      );
      return new TopicMessageSubmitTransaction()
        .setTopicId(TopicId.fromString(work.topicId))
        .setMessage(work.message)
        .setChunkSize(maxMessageBytes)
        .setMaxChunks(1);
    case "create-account":
      return createAccount(work);
    case "create-fungible-token":
      return createToken(operator, work).setTokenType(TokenType.FungibleCommon).setDecimals(work.decimals);
    case "create-nft-token":
      return createToken(operator, work).setTokenType(TokenType.NonFungibleUnique);
    case "mint":
    case "mint-nft":
    case "burn":
    case "burn-nft":
      return changeSupply(work);
    case "associate":
      return new TokenAssociateTransaction()
        .setAccountId(AccountId.fromString(work.accountId))
        .setTokenIds(work.tokenIds.map((id) => TokenId.fromString(id)));
    case "transfer":
    case "transfer-nft":
      return move(new TransferTransaction(), work);
    case "airdrop":
    case "airdrop-nft":
      return move(new TokenAirdropTransaction(), work);
    case "cancel-airdrop":
      return cancelAirdrop(work);
    case "create-schedule":
      return createSchedule(operator, work);
    case "sign-schedule":
      return new ScheduleSignTransaction().setScheduleId(ScheduleId.fromString(work.scheduleId));
  }
}

function createAccount(work: CreateAccountWork): Transaction {
  checkMemo(work.memo);
  return new AccountCreateTransaction()
    .setKeyWithoutAlias(sdkKey(work.key))
    .setInitialBalance(Hbar.fromTinybars(work.initialBalance.toString()))
    .setMaxAutomaticTokenAssociations(work.maxAutoAssociations)
    .setAccountMemo(work.memo);
}

function createToken(operator: Operator, work: CreateTokenWork): TokenCreateTransaction {
  checkMemo(work.memo);
  const transaction = new TokenCreateTransaction()
    .setTokenName(work.name)
    .setTokenSymbol(work.symbol)
    .setTokenMemo(work.memo)
    .setSupplyType(TokenSupplyType.Finite)
    .setMaxSupply(long(work.maxSupply))
    .setTreasuryAccountId(AccountId.fromString(work.treasuryAccountId))
    .setSupplyKey(sdkKey(work.supplyKey))
    .setAutoRenewAccountId(AccountId.fromString(operator.accountId))
    .setAutoRenewPeriod(autoRenewS);
  // The SDK writes the present of this machine in, which the network passes over where somebody renews the token: so
  // the same work would have other bytes a second later.
  Object.assign(transaction, { _expirationTime: null });
  return work.adminKey === undefined ? transaction : transaction.setAdminKey(sdkKey(work.adminKey));
}

function changeSupply(work: SupplyWork): Transaction {
  const token = TokenId.fromString(work.tokenId);
  switch (work.kind) {
    case "mint":
      return new TokenMintTransaction().setTokenId(token).setAmount(long(work.amount));
    case "burn":
      return new TokenBurnTransaction().setTokenId(token).setAmount(long(work.amount));
    case "mint-nft":
      checkCount(work.metadata.length);
      for (const metadata of work.metadata) assertState(metadata.length <= maxMemoBytes, "metadata too long");
      return new TokenMintTransaction().setTokenId(token).setMetadata([...work.metadata]);
    case "burn-nft":
      checkCount(work.serials.length);
      return new TokenBurnTransaction().setTokenId(token).setSerials(work.serials.map(long));
  }
}

function move<T extends TransferTransaction | TokenAirdropTransaction>(
  transaction: T,
  work: TransferWork | AirdropWork,
): T {
  const token = TokenId.fromString(work.tokenId);
  const [from, to] = [AccountId.fromString(work.fromAccountId), AccountId.fromString(work.toAccountId)];
  if ("serial" in work) {
    transaction.addNftTransfer(new NftId(token, long(work.serial)), from, to);
  } else {
    const amount = long(work.amount);
    transaction.addTokenTransfer(token, from, amount.negate()).addTokenTransfer(token, to, amount);
  }
  return transaction;
}

function cancelAirdrop(work: CancelAirdropWork): Transaction {
  const waiting = new PendingAirdropId({
    senderId: AccountId.fromString(work.fromAccountId),
    receiverId: AccountId.fromString(work.toAccountId),
    tokenId: TokenId.fromString(work.tokenId),
  });
  return new TokenCancelAirdropTransaction().addPendingAirdropId(waiting);
}

function createSchedule(operator: Operator, work: CreateScheduleWork): Transaction {
  checkMemo(work.memo);
  const [, seconds] = /^(\d+)\.0{9}$/.exec(work.expirationTime) ?? [];
  assertState(seconds !== undefined, `"${work.expirationTime}" as an expiration in whole seconds`);
  return new ScheduleCreateTransaction()
    .setScheduledTransaction(transactionFor(operator, work.inner, work.innerFeeFactor))
    .setPayerAccountId(AccountId.fromString(work.payerAccountId))
    .setScheduleMemo(work.memo)
    .setExpirationTime(new Timestamp(Long.fromString(seconds), 0))
    .setWaitForExpiry(work.waitForExpiry);
}

function checkMemo(memo: string): void {
  assertState(Buffer.byteLength(memo) <= maxMemoBytes, "a memo longer than the ledger takes");
}

function checkCount(serials: number): void {
  assertState(serials >= 1 && serials <= maxSerials, `${serials} serials in one transaction`);
}

/** A positive amount, serial or limit. */
function long(value: bigint): Long {
  assertState(value >= 1n && value <= maxAmount, `an amount of ${value}`);
  return Long.fromString(value.toString());
}
