import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { deviceKeyIdOf } from "../../src/hydropower/device-key.ts";

/**
 * A device with a key of its own, written as an SDK would be: from docs/devices.md, with no code of the gateway but the
 * name of a key.
 */
export class TestDevice {
  readonly publicKey: Buffer;
  readonly keyId: string;
  readonly #key: KeyObject;

  /** The private key is made of one digit, so that it is the same at every run. */
  constructor(digit: number) {
    const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, digit)]);
    this.#key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
    this.publicKey = createPublicKey(this.#key).export({ format: "der", type: "spki" }).subarray(-32);
    this.keyId = deviceKeyIdOf(this.publicKey);
  }

  get publicHex(): string {
    return this.publicKey.toString("hex");
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text), this.#key).toString("base64");
  }

  claimProof(code: string): string {
    const plain = code.replaceAll("-", "");
    return this.sign(jcs({ type: "hydro-mrv.device-claim.v1", code: plain, public_key: this.publicHex }));
  }

  rotationText(next: TestDevice, place: { plant_id: string; device_id: string }): string {
    const { publicHex } = next;
    return jcs({
      type: "hydro-mrv.device-key-rotation.v1",
      ...place,
      key_id: this.keyId,
      new_public_key: publicHex,
    });
  }

  /** The body with its signature. */
  signed(body: Body, signedAt: string | number): Body {
    return { ...body, signature: { ...this.#head(signedAt), value: this.sign(jcs(this.#reading(body, signedAt))) } };
  }

  /** The bodies, each with the one signature and its own path. */
  batch(bodies: readonly Body[], signedAt: string | number): Body[] {
    const leaves = bodies.map((body) => sha256(Buffer.of(0), Buffer.from(jcs(this.#reading(body, signedAt)))));
    const { plant_id, device_id } = bodies[0] as Body;
    const value = this.sign(
      jcs({
        type: "hydro-mrv.batch.v1",
        ...{ plant_id, device_id, key_id: this.keyId, signed_at: signedAt },
        size: bodies.length,
        root: rootOf(leaves).toString("hex"),
      }),
    );
    return bodies.map((body, index) => {
      const path = pathOf(leaves, index).map((hash) => hash.toString("base64"));
      return { ...body, signature: { ...this.#head(signedAt), value, batch: { size: bodies.length, index, path } } };
    });
  }

  /** Headers of a signed request (RFC 9421) with this body. */
  http(text: string, target: string, { created, nonce }: { created: number; nonce: string }): Record<string, string> {
    const digest = `sha-256=:${createHash("sha256").update(text).digest("base64")}:`;
    const params = `("@method" "@target-uri" "content-digest");created=${created};keyid="${this.keyId}";nonce="${nonce}"`;
    const base = `"@method": POST\n"@target-uri": ${target}\n"content-digest": ${digest}\n"@signature-params": ${params}`;
    return {
      "content-digest": digest,
      "signature-input": `sig1=${params}`,
      signature: `sig1=:${this.sign(base)}:`,
    };
  }

  #head(signedAt: string | number) {
    return { key_id: this.keyId, signed_at: signedAt };
  }

  #reading(body: Body, signedAt: string | number): Body {
    return { type: "hydro-mrv.reading.v1", ...body, ...this.#head(signedAt) };
  }
}

export type Body = { readonly [name: string]: unknown };

/** RFC 8785 for what readings hold: sorted names, numbers and strings as ECMAScript writes them. */
export function jcs(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${jcs(member)}`)
    .join(",")}}`;
}

function sha256(...parts: Uint8Array[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** RFC 9162 section 2.1.1, by its definition. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] as Buffer;
  const [left, right] = halves(leaves);
  return sha256(Buffer.of(1), rootOf(left), rootOf(right));
}

/** Section 2.1.3.1, by its definition. */
function pathOf(leaves: readonly Buffer[], index: number): Buffer[] {
  if (leaves.length === 1) return [];
  const [left, right] = halves(leaves);
  return index < left.length
    ? [...pathOf(left, index), rootOf(right)]
    : [...pathOf(right, index - left.length), rootOf(left)];
}

function halves(leaves: readonly Buffer[]): [Buffer[], Buffer[]] {
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return [leaves.slice(0, split), leaves.slice(split)];
}
