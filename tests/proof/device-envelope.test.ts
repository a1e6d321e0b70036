import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { claimMessage, deviceKeyIdOf, rotationMessage } from "../../src/hydropower/device-key.ts";
import { telemetrySchema, timestampMs } from "../../src/hydropower/reading.ts";
import { hexToBytes, type Json, sha256Hex } from "../../src/kernel/canonical.ts";
import {
  checkEvidence,
  type Evidence,
  evidenceBytes,
  evidenceOf,
  parseEvidence,
  readingText,
} from "../../src/proof/device-envelope.ts";
import { contentDigest, digestFits, parseSignatureParams } from "../../src/proof/http-signature.ts";
import { verifyEd25519 } from "../../src/proof/note.ts";
import type { ReadingFacts } from "../../src/proof/signed-reading.ts";
import { bytesFromBase64 } from "../../src/proof/text.ts";
import { readHttpSignature } from "../../src/telemetry/http-message.ts";

// biome-ignore lint/suspicious/noExplicitAny: vectors as they stand in the file
const vectors: any = JSON.parse(
  readFileSync(new URL("../vectors/proof/device-envelope.json", import.meta.url), "utf8"),
);
const publicKey = Uint8Array.from(hexToBytes(vectors.key.public_key));
const keyId: string = vectors.key.key_id;
const utf8 = new TextEncoder();

// biome-ignore lint/suspicious/noExplicitAny: as above
type Any = any;

const membersOf = (body: Any, signed_at: string | number) => ({ ...body, key_id: keyId, signed_at });

function factsOf(body: Any, receivedAt = "2026-05-01T12:31:00Z"): ReadingFacts {
  return {
    plantId: body.plant_id,
    deviceId: body.device_id,
    keyId,
    deviceSeq: body.device_seq,
    endMs: body.timestamp === undefined ? undefined : timestampMs(body.timestamp),
    intervalS: body.interval_s,
    readings: body.readings as Json,
    receivedAtMs: Date.parse(receivedAt),
  };
}

function evidenceOfCase({ body, signed_at, signature }: Any): Evidence {
  return evidenceOf(membersOf(body, signed_at), { value: signature }) as Evidence;
}

const batchOf = (index: number) => {
  const { bodies, signed_at, signature, paths } = vectors.batch;
  const place = { size: 5, index, path: paths[index] };
  return evidenceOf(membersOf(bodies[index], signed_at), { value: signature, batch: place }) as Evidence;
};

const messageOf = (changes: Record<string, string> = {}, body: string = vectors.http.body) => {
  const headers: Record<string, string> = { ...vectors.http.headers, ...changes };
  return {
    method: "POST",
    targetUri: vectors.http.target_uri,
    header: (name: string) => headers[name],
    body: utf8.encode(body),
  };
};
const httpFacts = (receivedAt = vectors.http.received_at) => factsOf(JSON.parse(vectors.http.body), receivedAt);

describe("what others made", () => {
  test("the key's id follows from the key", () => expect(deviceKeyIdOf(publicKey)).toBe(keyId));

  test.each(["reading", "instant"])("a %s has the same bytes and holds", async (name) => {
    const one = vectors[name];
    expect(readingText(membersOf(one.body, one.signed_at))).toBe(one.signed);
    expect(await checkEvidence(evidenceOfCase(one), factsOf(one.body), publicKey)).toBeUndefined();
    const wire = { ...one.body, signature: { key_id: keyId, signed_at: one.signed_at, value: one.signature } };
    expect(telemetrySchema.safeParse(wire).success).toBe(true);
  });

  test("the digest of what is signed is the one of other tools", () =>
    expect(sha256Hex(utf8.encode(vectors.reading.signed))).toBe(vectors.reading.sha256));

  test.each([0, 1, 2, 3, 4])("reading %i of a batch of five holds under the one signature", async (index) => {
    const evidence = batchOf(index);
    expect(evidence).toMatchObject({ form: "batch", signed: vectors.batch.signed });
    expect(await checkEvidence(evidence, factsOf(vectors.batch.bodies[index]), publicKey)).toBeUndefined();
  });

  test("a signed request gives the same base and holds", async () => {
    const read = readHttpSignature(messageOf());
    expect(read?.evidence.base).toBe(vectors.http.signature_base);
    expect(await checkEvidence(read?.evidence as Evidence, httpFacts(), publicKey)).toBeUndefined();
  });

  test("claims and rotations are signed over the same bytes", async () => {
    const { claim, rotation, reading } = vectors;
    const claimed = claimMessage(claim.code.replace("-", ""), publicKey);
    expect(new TextDecoder().decode(claimed)).toBe(claim.signed);
    const newKey = hexToBytes(rotation.new_public_key);
    const place = { plantId: reading.body.plant_id, deviceId: reading.body.device_id };
    const rotated = Uint8Array.from(rotationMessage({ ...place, keyId, newKey }));
    expect(new TextDecoder().decode(rotated)).toBe(rotation.signed);
    const signature = bytesFromBase64(rotation.signature) as Uint8Array<ArrayBuffer>;
    expect(await verifyEd25519(publicKey, signature, rotated)).toBe(true);
  });
});

describe("evidence of another reading", () => {
  const one = vectors.reading;
  const facts = factsOf(one.body);

  test.each([
    ["plant_id", { plantId: "PLANT-HP-002" }],
    ["device_id", { deviceId: "TURBINE-002" }],
    ["device_seq", { deviceSeq: 8 }],
    ["timestamp", { endMs: (facts.endMs as number) + 1000 }],
    ["timestamp", { endMs: undefined }],
    ["interval_s", { intervalS: 61 }],
    ["readings", { readings: { ...one.body.readings, power_output_kw: 1907 } }],
    ["readings", { readings: { ...one.body.readings, ph: 7 } }],
  ])("is told by its %s", async (member, other) => {
    expect(await checkEvidence(evidenceOfCase(one), { ...facts, ...other }, publicKey)).toContain(member);
    expect(await checkEvidence(batchOf(1), { ...factsOf(vectors.batch.bodies[1]), ...other }, publicKey)).toContain(
      member,
    );
  });

  test("does not hold when it was signed anew by nobody, or by another key", async () => {
    const changed = { ...one.body, readings: { ...one.body.readings, power_output_kw: 1907 } };
    const forged = evidenceOf(membersOf(changed, one.signed_at), { value: one.signature }) as Evidence;
    expect(await checkEvidence(forged, factsOf(changed), publicKey)).toMatch(/does not hold/);
    const otherKey = Uint8Array.from(hexToBytes(vectors.rotation.new_public_key));
    expect(await checkEvidence(evidenceOfCase(one), facts, otherKey)).toMatch(/does not hold/);
  });

  test("is refused by age: seven days are taken, a moment more is not, nor a clock far ahead", async () => {
    const at = (receivedAt: string) => checkEvidence(evidenceOfCase(one), factsOf(one.body, receivedAt), publicKey);
    expect(await at("2026-05-08T12:30:00.250Z")).toBeUndefined();
    expect(await at("2026-05-08T12:30:00.251Z")).toMatch(/7 days/);
    expect(await at("2026-05-01T12:25:00.250Z")).toBeUndefined();
    expect(await at("2026-05-01T12:25:00.249Z")).toMatch(/ahead/);
  });

  test("a leaf's path leads to no other place, and a signature of a batch is none of a reading", async () => {
    const { bodies, signed_at, signature, paths, signed } = vectors.batch;
    const moved = evidenceOf(membersOf(bodies[1], signed_at), {
      value: signature,
      batch: { size: 5, index: 0, path: paths[1] },
    });
    expect(await checkEvidence(moved as Evidence, factsOf(bodies[1]), publicKey)).toMatch(/does not hold/);
    const short = evidenceOf(membersOf(bodies[1], signed_at), {
      value: signature,
      batch: { size: 5, index: 1, path: paths[1].slice(1) },
    });
    expect(short).toBeUndefined();
    const asReading: Evidence = { v: 1, form: "reading", signed, signature };
    expect(await checkEvidence(asReading, factsOf(bodies[1]), publicKey)).toMatch(/no reading/);
    const other = { ...(batchOf(1) as Any), signed: signed.replace('"size":5', '"size":6') };
    expect(await checkEvidence(other, factsOf(bodies[1]), publicKey)).toMatch(/not the batch/);
  });
});

describe("evidence as bytes", () => {
  test("is read back as it was, and in no other form than the canonical one", () => {
    for (const evidence of [evidenceOfCase(vectors.reading), batchOf(3)]) {
      const bytes = evidenceBytes(evidence);
      expect(parseEvidence(bytes)).toEqual(evidence);
      expect(parseEvidence(Uint8Array.of(...bytes, 10))).toBeUndefined();
    }
    expect(parseEvidence(utf8.encode('{"form":"reading","v":1}'))).toBeUndefined();
    expect(parseEvidence(utf8.encode("[]"))).toBeUndefined();
    expect(parseEvidence(Uint8Array.of(0xff))).toBeUndefined();
  });

  test("whatever a file holds, the check answers and does not throw", async () => {
    const odd: Any[] = ["", "[]", "null", "{}", '"\\ud800"', "{", '{"type":"hydro-mrv.reading.v1"}'];
    for (const signed of odd) {
      const reading: Evidence = { v: 1, form: "reading", signed, signature: "AA==" };
      expect(await checkEvidence(reading, factsOf(vectors.reading.body), publicKey)).toBeTypeOf("string");
      const http: Evidence = { v: 1, form: "http", base: signed, body: signed, signature: "AA==" };
      expect(await checkEvidence(http, httpFacts(), publicKey)).toBeTypeOf("string");
    }
  });
});

describe("a signed request", () => {
  const wrong = (changes: Record<string, string>, body?: string) => () => readHttpSignature(messageOf(changes, body));
  const input: string = vectors.http.headers["signature-input"];

  test("covers method, target and digest, names its key, its time and a nonce", () => {
    for (const name of ["@method", "@target-uri", "content-digest"])
      expect(wrong({ "signature-input": input.replace(`"${name}"`, '"date"') })).toThrow(name);
    expect(wrong({ "signature-input": input.replace(/;nonce="[^"]*"/, "") })).toThrow(/nonce/);
    expect(wrong({ "signature-input": input.replace(/;created=\d+/, "") })).toThrow(/created/);
    expect(wrong({ signature: "sig2=:AAAA:" })).toThrow(/Signature/);
    expect(wrong({ "signature-input": `${input}, sig2=${input.slice(5)}` })).toThrow(/two keys/);
    expect(wrong({ "signature-input": input.replace('"@method"', '"@method";req') })).toThrow(/form/);
  });

  test("whose body is another one does not fit its digest", async () => {
    const read = readHttpSignature(messageOf({}, vectors.http.body.replace("900", "990")));
    expect(await checkEvidence(read?.evidence as Evidence, httpFacts(), publicKey)).toMatch(/digest/);
  });

  test("to another address, or with another digest that fits, does not hold", async () => {
    const body = vectors.http.body.replace("900", "990");
    const facts = factsOf(JSON.parse(body), vectors.http.received_at);
    const moved = readHttpSignature({ ...messageOf(), targetUri: "https://other.example/api/v1/telemetry" });
    expect(await checkEvidence(moved?.evidence as Evidence, httpFacts(), publicKey)).toMatch(/does not hold/);
    const fitted = readHttpSignature(messageOf({ "content-digest": contentDigest(utf8.encode(body)) }, body));
    expect(await checkEvidence(fitted?.evidence as Evidence, facts, publicKey)).toMatch(/does not hold/);
  });

  test("is taken within five minutes only, and not once it has expired", async () => {
    const { evidence } = readHttpSignature(messageOf()) as { evidence: Evidence };
    const at = (receivedAt: string) => checkEvidence(evidence, httpFacts(receivedAt), publicKey);
    expect(await at("2026-05-01T12:05:00.000Z")).toBeUndefined();
    expect(await at("2026-05-01T12:05:00.001Z")).toMatch(/5 minutes/);
    expect(await at("2026-05-01T11:54:59.999Z")).toMatch(/5 minutes/);
    const expiring = readHttpSignature(messageOf({ "signature-input": `${input};expires=1777636801` }));
    expect(await checkEvidence(expiring?.evidence as Evidence, httpFacts(), publicKey)).toMatch(/expired/);
    const hmac = readHttpSignature(messageOf({ "signature-input": `${input};alg="hmac-sha256"` }));
    expect(await checkEvidence(hmac?.evidence as Evidence, httpFacts(), publicKey)).toMatch(/algorithm/);
  });

  test("of others, such as a proxy, is passed over", () => {
    const proxy = 'proxy=("@method" "x;y");created=1;keyid="proxy, key"';
    expect(readHttpSignature(messageOf({ "signature-input": proxy }))).toBeUndefined();
    const both = readHttpSignature(messageOf({ "signature-input": `${proxy}, ${input}` }));
    expect(both?.keyId).toBe(keyId);
    const signatures = `proxy=:AAAA:, ${vectors.http.headers.signature}`;
    expect(
      readHttpSignature(messageOf({ "signature-input": `${proxy}, ${input}`, signature: signatures }))?.nonce,
    ).toBe(read9421.nonce);
  });

  const read9421 = { nonce: "b3k2pp5k7z-50gnwp.yemd" };
});

describe("fields", () => {
  test("parameters are brought into the one serialisation that is signed", () => {
    const loose = parseSignatureParams('( "@method"   "date" );created=1; keyid="a\\"b"');
    expect(loose?.text).toBe('("@method" "date");created=1;keyid="a\\"b"');
    expect(parseSignatureParams('("@method" "@method")')).toBeUndefined();
    expect(parseSignatureParams('("@method"')).toBeUndefined();
  });

  test("a digest stands among others, and only its own algorithm counts", () => {
    const body = utf8.encode("{}");
    const ours = contentDigest(body);
    expect(digestFits(`sha-512=:AAAA:, ${ours}`, body)).toBe(true);
    expect(digestFits(ours.replace("sha-256", "xsha-256"), body)).toBe(false);
    expect(digestFits(ours, utf8.encode("{ }"))).toBe(false);
  });
});
