import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Json } from "../../src/kernel/canonical.ts";
import { didKeyOf, whyProofFails, withProof } from "../../src/proof/credential.ts";
import vector from "../vectors/proof/eddsa-jcs-2022.json" with { type: "json" };

const raw = (key: ReturnType<typeof createPublicKey>) => key.export({ format: "der", type: "spki" }).subarray(-32);

describe("the example of the specification (vc-di-eddsa, appendix B, eddsa-jcs-2022)", () => {
  const der = Buffer.from(`302e020100300506032b657004220420${vector.secret_key}`, "hex");
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const publicKey = raw(createPublicKey(privateKey));
  const { created, verificationMethod, proofValue } = vector.proof;

  test("its key has the name it has there", () => {
    expect(didKeyOf(publicKey)).toBe(`did:key:${verificationMethod.split("#")[1]}`);
  });

  test("signing it gives its proof value, and the proof holds", async () => {
    const options = { created, verificationMethod };
    const secured = await withProof(vector.document, options, (data) => sign(null, data, privateKey));
    expect((secured.proof as { proofValue: string }).proofValue).toBe(proofValue);
    expect(await whyProofFails(secured, publicKey)).toBeUndefined();
  });
});

describe("a proof", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const options = { created: "2026-01-01T00:00:00.000Z", verificationMethod: "did:key:zX#zX" };
  const document = { "@context": ["a"], subject: { figure: "1" } };
  const secured = await withProof(document, options, (d) => sign(null, d, privateKey));
  const proof = secured.proof as Record<string, Json>;

  test.each<[string, Record<string, Json | undefined>, RegExp]>([
    ["another document", { ...secured, subject: { figure: "2" } }, /does not hold/],
    ["another time", { ...secured, proof: { ...proof, created: "2026-01-02T00:00:00.000Z" } }, /does not hold/],
    ["another suite", { ...secured, proof: { ...proof, cryptosuite: "eddsa-rdfc-2022" } }, /not of cryptosuite/],
    ["another purpose", { ...secured, proof: { ...proof, proofPurpose: "authentication" } }, /purpose/],
    ["no signature", { ...secured, proof: { ...proof, proofValue: "z0" } }, /not a signature/],
    ["no proof", { subject: {} }, /no proof/],
  ])("does not hold for %s", async (_what, changed, why) => {
    expect(await whyProofFails(changed, raw(publicKey))).toMatch(why);
  });

  test("does not hold for another key", async () => {
    expect(await whyProofFails(secured, raw(generateKeyPairSync("ed25519").publicKey))).toMatch(/does not hold/);
  });
});
