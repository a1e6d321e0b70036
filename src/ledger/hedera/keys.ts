import { type Key, KeyList, PublicKey } from "@hashgraph/sdk";
import { assertState } from "../../kernel/fault.ts";
import type { LedgerKey } from "../ledger.ts";

/** The SDK's form of a key. */
export function sdkKey(key: LedgerKey): Key {
  if (typeof key === "string") return publicKey(key);
  assertState(key.threshold >= 1 && key.threshold <= key.keys.length, `a threshold of ${key.threshold}`);
  return new KeyList(key.keys.map(sdkKey), key.threshold);
}

function publicKey(hex: string): PublicKey {
  if (/^[0-9a-f]{64}$/i.test(hex)) return PublicKey.fromStringED25519(hex);
  assertState(/^0[23][0-9a-f]{64}$/i.test(hex), "a public key that is neither ed25519 nor secp256k1");
  return PublicKey.fromStringECDSA(hex);
}
