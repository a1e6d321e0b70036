import { servicePrices } from "../fees.ts";
import { encodeKey, isSupportedKey } from "../keys.ts";
import { accountId, accountNum, fromLong, Refused } from "../wire.ts";
import type { BodyHandler } from "./handler.ts";
import { accountOf, autoRenewPeriod, checkMemo, keyOfAccount, optionalKey, present } from "./rules.ts";

/** -1 stands for any number. */
const maxAutoAssociations = 5000n;

export const createAccount: BodyHandler = {
  price: () => servicePrices.createAccount,
  handle({ store, transaction, consensusNs, transfer }) {
    const body = transaction.body.cryptoCreateAccount;
    if (!body?.key) throw new Refused("KEY_REQUIRED");
    // Hedera takes ECDSA keys and aliases too; signatures of such keys could not be checked here.
    if (!isSupportedKey(body.key) || body.alias?.length) throw new Refused("NOT_SUPPORTED");
    const initialBalance = fromLong(body.initialBalance);
    if (initialBalance < 0n) throw new Refused("INVALID_INITIAL_BALANCE");
    const maxTokenAssociations = BigInt(body.maxAutomaticTokenAssociations ?? 0);
    if (maxTokenAssociations < -1n || maxTokenAssociations > maxAutoAssociations) {
      throw new Refused("INVALID_MAX_AUTO_ASSOCIATIONS");
    }
    const num = store.nextEntityNum();
    store.insertAccount({
      num,
      key: encodeKey(body.key),
      balance: 0n,
      memo: checkMemo(body.memo),
      createdNs: consensusNs,
      autoRenewS: autoRenewPeriod(body.autoRenewPeriod),
      receiverSigRequired: body.receiverSigRequired ? 1n : 0n,
      maxTokenAssociations,
    });
    if (initialBalance > 0n) transfer(transaction.payerNum, num, initialBalance);
    return { receipt: { accountID: accountId(num) }, entityNum: num };
  },
};

/** Of all that an account can change its key alone; the old and the new one sign. */
export const updateAccount: BodyHandler = {
  price: () => servicePrices.updateAccount,
  target: ({ cryptoUpdateAccount: body }) => accountNum(body?.accountIDToUpdate),
  keys({ cryptoUpdateAccount: body }, state) {
    const own = keyOfAccount(accountOf(body?.accountIDToUpdate, state));
    return present(own, optionalKey(body?.key, "BAD_ENCODING"));
  },
  handle({ store, transaction }) {
    const { accountIDToUpdate, key } = transaction.body.cryptoUpdateAccount ?? {};
    if (!key) throw new Refused("NOT_SUPPORTED");
    const { num } = accountOf(accountIDToUpdate, { store });
    store.changeKey(num, encodeKey(key));
    return { receipt: {}, entityNum: num };
  },
};
