import { createAccount } from "./handlers/crypto.ts";
import type { BodyHandler } from "./handlers/handler.ts";
import { createTopic, submitMessage } from "./handlers/topic.ts";
import type { BodyKind } from "./transaction.ts";

/** Every kind of transaction that this ledger executes; a kind not listed answers NOT_SUPPORTED. */
export const handlers: Readonly<Partial<Record<BodyKind, BodyHandler>>> = {
  cryptoCreateAccount: createAccount,
  consensusCreateTopic: createTopic,
  consensusSubmitMessage: submitMessage,
};
