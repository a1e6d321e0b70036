import { encodeKey, newPrivateKeyDer, publicKeyOf } from "./keys.ts";
import type { Store } from "./store.ts";
import { idText } from "./wire.ts";

const tinybarsPerHbar = 100_000_000n;
/** A thousandth of the public networks' supply, so that every amount is exact as a JSON number. */
const totalSupply = 50_000_000n * tinybarsPerHbar;
const operatorBalance = 10_000_000n * tinybarsPerHbar;

export const treasuryNum = 2n;
/** Receives the network and service parts of every fee. */
export const feeAccountNum = 98n;
const firstNodeNum = 3n;

const autoRenewS = 7_776_000n;

export type Operator = {
  readonly accountId: string;
  /** PKCS #8 in DER, hex. */
  readonly privateKeyDer: string;
  /** The 32 bytes of the ed25519 public key, hex. */
  readonly publicKeyHex: string;
};

/** Account numbers of the nodes: 3, 4, 5, ... */
export function nodeNums(count: number): bigint[] {
  return Array.from({ length: count }, (_, i) => firstNodeNum + BigInt(i));
}

/** Makes what every ledger starts with, once: treasury, fee account, nodes and a funded operator. */
export function ensureGenesis(store: Store, nodeCount: number, nowNs: bigint): Operator {
  return store.atomically(() => {
    if (store.meta("created_ns") === undefined) {
      store.setMeta("created_ns", nowNs);
      store.setMeta("operator_key", newPrivateKeyDer());
      store.setMeta("operator_num", store.nextEntityNum());
    }
    const createdNs = store.requiredMeta<bigint>("created_ns");
    const privateKey = store.requiredMeta<Uint8Array>("operator_key");
    const operatorNum = store.requiredMeta<bigint>("operator_num");
    const publicKey = publicKeyOf(privateKey);
    const add = (num: bigint, key: Uint8Array, balance: bigint) => {
      if (store.account(num) !== undefined) return;
      const rest = { memo: "", createdNs, autoRenewS, receiverSigRequired: 0n, maxTokenAssociations: 0n };
      store.insertAccount({ num, key, balance, ...rest });
    };
    // An empty key list: nobody can sign for a system account.
    const nobody = encodeKey({ keyList: { keys: [] } });
    add(treasuryNum, nobody, totalSupply - operatorBalance);
    add(feeAccountNum, nobody, 0n);
    for (const num of nodeNums(nodeCount)) add(num, nobody, 0n);
    add(operatorNum, encodeKey({ ed25519: publicKey }), operatorBalance);
    return {
      accountId: idText(operatorNum),
      privateKeyDer: Buffer.from(privateKey).toString("hex"),
      publicKeyHex: Buffer.from(publicKey).toString("hex"),
    };
  });
}
