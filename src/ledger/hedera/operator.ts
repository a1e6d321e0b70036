import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { PrivateKey, PublicKey } from "@hashgraph/sdk";
import { SettingError } from "../../kernel/setting-error.ts";
import { KeyUnavailable, type SigningKey } from "../../platform/signing-key.ts";
import { LedgerUnavailable } from "../ledger.ts";

/** The payer's key: what signs, and what the network knows of it. */
export type OperatorKey = {
  readonly type: "ed25519" | "ecdsa-secp256k1";
  /** Raw public key, hex, as a mirror shows it. */
  readonly publicKeyHex: string;
  readonly publicKey: PublicKey;
  /** Signs the same bytes with the same signature every time (RFC 8032; RFC 6979 for ECDSA). */
  sign(message: Uint8Array): Promise<Uint8Array>;
};

/** DER head of a PKCS #8 ed25519 private key (RFC 8410 section 7); the 32-byte seed follows. */
const ed25519Head = "302e020100300506032b657004220420";

/**
 * Reads an operator key, or takes one that is kept elsewhere: DER as hex (ed25519, or ECDSA secp256k1 as Hedera's portal prints it), 64 hex
 * digits (ed25519), or `0x` and 64 hex digits (ECDSA, the form of EVM wallets).
 *
 * @param name what the sentence of the error calls it.
 * @throws {SettingError} with one sentence that never repeats the key.
 */
export function parseOperatorKey(given: string | SigningKey, name = "HEDERA_OPERATOR_KEY"): OperatorKey {
  if (typeof given !== "string") return keptKey(given);
  const trimmed = given.trim();
  try {
    if (/^0x[0-9a-f]{64}$/i.test(trimmed)) return ecdsaKey(PrivateKey.fromStringECDSA(trimmed));
    const hex = /^[0-9a-f]{64}$/i.test(trimmed) ? ed25519Head + trimmed : trimmed.replace(/^0x/i, "");
    if (/^([0-9a-f]{2})+$/i.test(hex)) return derKey(hex);
  } catch {
    // The cause may quote the key: it goes no further.
  }
  throw new SettingError(
    `${name} is not a private key: give DER as hex, 64 hex digits (ed25519), or 0x and 64 hex digits (ECDSA).`,
  );
}

function derKey(hex: string): OperatorKey {
  const native = nativeEd25519(Buffer.from(hex, "hex"));
  return native === undefined ? ecdsaKey(PrivateKey.fromStringDer(hex)) : ed25519Key(native);
}

function nativeEd25519(der: Buffer): KeyObject | undefined {
  try {
    const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    return key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch {
    // Hedera's short DER of an ECDSA key is not PKCS #8: only the SDK reads it.
    return undefined;
  }
}

/** Signs with OpenSSL: the SDK's own ed25519 needs a hundred times the processor time. */
function ed25519Key(key: KeyObject): OperatorKey {
  const raw = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  return {
    type: "ed25519",
    publicKeyHex: raw.toString("hex"),
    publicKey: PublicKey.fromBytesED25519(raw),
    sign: async (message) => new Uint8Array(sign(null, message, key)),
  };
}

/** Signed where it is kept. A store that is away keeps the job waiting, as a ledger does that is away. */
function keptKey(key: SigningKey): OperatorKey {
  return {
    type: "ed25519",
    publicKeyHex: Buffer.from(key.publicKey).toString("hex"),
    publicKey: PublicKey.fromBytesED25519(key.publicKey),
    async sign(message) {
      try {
        return await key.sign(message);
      } catch (error) {
        throw error instanceof KeyUnavailable ? new LedgerUnavailable("the key store does not sign", error) : error;
      }
    },
  };
}

function ecdsaKey(key: PrivateKey): OperatorKey {
  if (key.type !== "secp256k1") throw new TypeError(`${key.type} is no key type of an operator`);
  return {
    type: "ecdsa-secp256k1",
    publicKeyHex: key.publicKey.toStringRaw(),
    publicKey: key.publicKey,
    sign: async (message) => key.sign(message),
  };
}
