import { airdropTokens, cancelAirdrop, claimAirdrop } from "./handlers/airdrop.ts";
import { atomicBatch } from "./handlers/batch.ts";
import { createAccount, updateAccount } from "./handlers/crypto.ts";
import type { BodyHandler } from "./handlers/handler.ts";
import { createSchedule, deleteSchedule, signSchedule } from "./handlers/schedule.ts";
import { deleteToken, updateToken } from "./handlers/token-change.ts";
import { createToken } from "./handlers/token-create.ts";
import { associateTokens } from "./handlers/token-holding.ts";
import { burnToken, mintToken } from "./handlers/token-supply.ts";
import { createTopic, submitMessage } from "./handlers/topic.ts";
import { cryptoTransfer } from "./handlers/transfer.ts";
import type { BodyKind } from "./transaction.ts";

/** Every kind of transaction that this ledger executes; a kind not listed answers NOT_SUPPORTED. */
export const handlers: Readonly<Partial<Record<BodyKind, BodyHandler>>> = {
  cryptoCreateAccount: createAccount,
  cryptoUpdateAccount: updateAccount,
  cryptoTransfer,
  consensusCreateTopic: createTopic,
  consensusSubmitMessage: submitMessage,
  tokenCreation: createToken,
  tokenUpdate: updateToken,
  tokenDeletion: deleteToken,
  tokenMint: mintToken,
  tokenBurn: burnToken,
  tokenAssociate: associateTokens,
  tokenAirdrop: airdropTokens,
  tokenClaimAirdrop: claimAirdrop,
  tokenCancelAirdrop: cancelAirdrop,
  scheduleCreate: createSchedule,
  scheduleSign: signSchedule,
  scheduleDelete: deleteSchedule,
  atomicBatch,
};
