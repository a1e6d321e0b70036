import { createPrivateKey, createPublicKey, verify } from "node:crypto";
import { PrivateKey } from "@hashgraph/sdk";
import { describe, expect, test } from "vitest";
import { parseOperatorKey } from "../../../src/ledger/hedera/operator.ts";

const seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const publicKeyHex = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
const der = `302e020100300506032b657004220420${seed}`;
const scalar = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";

describe("an operator key", () => {
  test.each([
    ["64 hex digits", seed],
    ["DER as hex", der],
    ["DER as upper-case hex with blanks around", ` ${der.toUpperCase()}\n`],
    ["DER as hex after 0x", `0x${der}`],
  ])("is read as ed25519 from %s (seed and public key of RFC 8032 test 1)", (_form, text) => {
    const key = parseOperatorKey(text);
    expect(key.type).toBe("ed25519");
    expect(key.publicKeyHex).toBe(publicKeyHex);
  });

  test("signs as RFC 8032 test 1 says", async () => {
    const signature = await parseOperatorKey(seed).sign(new Uint8Array());
    expect(Buffer.from(signature).toString("hex")).toBe(
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    );
  });

  test("signs what any ed25519 implementation accepts", async () => {
    const message = new TextEncoder().encode("a body");
    const publicKey = createPublicKey(createPrivateKey({ key: Buffer.from(der, "hex"), format: "der", type: "pkcs8" }));
    expect(verify(null, message, publicKey, await parseOperatorKey(der).sign(message))).toBe(true);
  });

  test.each([
    ["0x and 64 hex digits", `0x${scalar}`],
    ["the portal's DER", `3030020100300706052b8104000a04220420${scalar}`],
  ])("is read as ECDSA from %s and signs the same bytes alike", async (_form, text) => {
    const key = parseOperatorKey(text);
    const message = new TextEncoder().encode("a body");
    const signature = await key.sign(message);
    expect(key.type).toBe("ecdsa-secp256k1");
    expect(PrivateKey.fromStringECDSA(scalar).publicKey.verify(message, signature)).toBe(true);
    expect(await key.sign(message)).toEqual(signature);
  });

  test.each(["", "secret", seed.slice(1), `${seed}00`, `302e${seed}`, "-----BEGIN PRIVATE KEY-----"])(
    "%j is refused in one sentence that does not repeat it",
    (text) => {
      const failure = (() => {
        try {
          return parseOperatorKey(text);
        } catch (error) {
          return error as Error;
        }
      })();
      expect(failure).toBeInstanceOf(Error);
      const { message, cause } = failure as Error;
      expect(message).toMatch(/^HEDERA_OPERATOR_KEY .*\.$/);
      if (text !== "") expect(message).not.toContain(text);
      expect(cause).toBeUndefined();
    },
  );
});
