import { createPrivateKey, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeKey,
  encodeKey,
  isSignedBy,
  isSupportedKey,
  newPrivateKeyDer,
  publicKeyOf,
} from "../../../src/ledger/local/keys.ts";

const message = new TextEncoder().encode("the body");
const pairs = Array.from({ length: 4 }, () => {
  const der = newPrivateKeyDer();
  const privateKey = createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
  const publicKey = publicKeyOf(der);
  return {
    key: { ed25519: publicKey },
    signature: { pubKeyPrefix: publicKey, ed25519: sign(null, message, privateKey) },
  };
});
const keys = pairs.map(({ key }) => key);
const subsets = fc.subarray(pairs.map((_, i) => i));
const signaturesOf = (indices: readonly number[]) =>
  pairs.filter((_, i) => indices.includes(i)).map(({ signature }) => signature);

describe("signatures", () => {
  test("a list needs every member, a threshold as many as it says", () => {
    fc.assert(
      fc.property(subsets, fc.integer({ min: 1, max: 4 }), (signers, threshold) => {
        const signatures = signaturesOf(signers);
        expect(isSignedBy({ keyList: { keys } }, signatures, message)).toBe(signers.length === 4);
        expect(isSignedBy({ thresholdKey: { threshold, keys: { keys } } }, signatures, message)).toBe(
          signers.length >= threshold,
        );
        keys.forEach((key, i) => {
          expect(isSignedBy(key, signatures, message)).toBe(signers.includes(i));
        });
      }),
    );
  });

  test("another message, another key or a wrong prefix does not verify", () => {
    const [first, second] = pairs;
    if (first === undefined || second === undefined) throw new Error("keys are missing");
    expect(isSignedBy(first.key, [first.signature], message)).toBe(true);
    expect(isSignedBy(first.key, [{ ...first.signature, pubKeyPrefix: new Uint8Array() }], message)).toBe(true);
    expect(isSignedBy(first.key, [first.signature], message.slice(1))).toBe(false);
    expect(isSignedBy(first.key, [{ ...first.signature, pubKeyPrefix: second.key.ed25519 }], message)).toBe(false);
    expect(isSignedBy(first.key, [{ ...second.signature, pubKeyPrefix: first.key.ed25519 }], message)).toBe(false);
  });

  test("what cannot be checked is never satisfied: an empty list, a threshold of none, an ECDSA key", () => {
    const signatures = signaturesOf([0, 1, 2, 3]);
    const unsupported = [
      {},
      { keyList: { keys: [] } },
      { thresholdKey: { threshold: 0, keys: { keys } } },
      { thresholdKey: { threshold: 5, keys: { keys } } },
      { ECDSASecp256k1: new Uint8Array(33) },
      { keyList: { keys: [...keys, { ECDSASecp256k1: new Uint8Array(33) }] } },
    ];
    for (const key of unsupported) {
      expect(isSupportedKey(decodeKey(encodeKey(key)))).toBe(false);
      expect(isSignedBy(decodeKey(encodeKey(key)), signatures, message)).toBe(false);
    }
  });
});
