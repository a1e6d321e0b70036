import { createHash, createPublicKey, verify } from "node:crypto";
import { createConnection } from "node:net";
import { KeyUnavailable, type SigningKey } from "./signing-key.ts";

/**
 * Keys in an SSH agent (draft-ietf-sshm-ssh-agent): OpenSSH's own, or one in front of a smart card, an HSM or a
 * cloud's key store. The private key never enters this process.
 */

/** `agent:` and what names the key there: its `SHA256:` fingerprint as `ssh-add -l` prints it, or its comment. */
export const agentPrefix = "agent:";

const requestIdentities = 11;
const identitiesAnswer = 12;
const signRequest = 13;
const signResponse = 14;
/** An agent that asks a person for each signature may take its time, ms; to the last byte of its answer. */
const patienceMs = 30_000;
/** What OpenSSH's agent allows of one message, bytes. */
const longestMessage = 262_144;
/** DER head of an Ed25519 public key (RFC 8410); the 32 bytes follow. */
const spkiHead = Buffer.from("302a300506032b6570032100", "hex");

/**
 * Finds the key in the agent at a Unix socket.
 *
 * @param reference with {@link agentPrefix}
 * @throws Error with one sentence when the agent does not answer, or has not exactly one such Ed25519 key
 */
export async function agentKey(socketPath: string, reference: string, timeoutMs = patienceMs): Promise<SigningKey> {
  const name = reference.slice(agentPrefix.length);
  const agent: Agent = (question) => ask(socketPath, timeoutMs, question);
  const found = (await identities(agent)).filter(({ blob, comment }) => comment === name || fingerprint(blob) === name);
  const [blob, ...others] = [...new Map(found.map((one) => [fingerprint(one.blob), one.blob])).values()];
  if (blob === undefined || others.length > 0) {
    throw new Error(`The key agent has ${found.length} keys called ${name}: name exactly one of those of ssh-add -l.`);
  }
  const publicKey = ed25519Of(blob);
  if (publicKey === undefined) throw new Error(`The key ${name} of the key agent is no Ed25519 key.`);
  const spki = createPublicKey({ key: Buffer.concat([spkiHead, publicKey]), format: "der", type: "spki" });
  return {
    publicKey,
    async sign(message) {
      const signature = await signed(agent, blob, message);
      // Another program made it: nothing goes out that does not hold.
      if (!verify(null, message, spki, signature)) throw new KeyUnavailable("the key agent's signature does not hold");
      return signature;
    },
  };
}

/** Puts a question to it. */
type Agent = (question: Uint8Array) => Promise<Buffer>;

type Identity = { readonly blob: Buffer; readonly comment: string };

async function identities(ask: Agent): Promise<Identity[]> {
  const answer = new Reader(await ask(Buffer.of(requestIdentities)));
  answer.expect(identitiesAnswer);
  return Array.from({ length: answer.count() }, () => ({ blob: answer.bytes(), comment: answer.bytes().toString() }));
}

async function signed(ask: Agent, blob: Buffer, message: Uint8Array): Promise<Uint8Array> {
  const flags = Buffer.alloc(4);
  const answer = new Reader(await ask(Buffer.concat([Buffer.of(signRequest), framed(blob), framed(message), flags])));
  answer.expect(signResponse);
  const signature = new Reader(answer.bytes());
  if (signature.bytes().toString() !== "ssh-ed25519") throw new KeyUnavailable("the key agent signed otherwise");
  return Uint8Array.from(signature.bytes());
}

const fingerprint = (blob: Buffer): string =>
  `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;

/** The 32 bytes of a key blob of type ssh-ed25519 (RFC 8709 section 4). */
function ed25519Of(blob: Buffer): Buffer | undefined {
  const reader = new Reader(blob);
  if (reader.bytes().toString() !== "ssh-ed25519") return undefined;
  const key = reader.bytes();
  return key.length === 32 ? key : undefined;
}

/** RFC 4251 section 5: a `string` is its length in four bytes, then its bytes. */
function framed(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** One question on a connection of its own: an agent that was started anew is found again. */
async function ask(socketPath: string, timeoutMs: number, question: Uint8Array): Promise<Buffer> {
  const socket = createConnection(socketPath);
  const late = setTimeout(() => socket.destroy(new Error("no answer in time")), timeoutMs);
  const chunks: Buffer[] = [];
  try {
    socket.write(framed(question));
    for await (const chunk of socket) {
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      const length = all.length < 4 ? 0 : all.readUInt32BE();
      if (length > longestMessage) throw new Error("an answer that is too long");
      if (length > 0 && all.length >= 4 + length) return all.subarray(4, 4 + length);
    }
    throw new Error("the connection ended without an answer");
  } catch (error) {
    throw new KeyUnavailable(`The key agent at ${socketPath} does not answer: ${(error as Error).message}.`);
  } finally {
    clearTimeout(late);
    socket.destroy();
  }
}

class Reader {
  readonly #data: Buffer;
  #at = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  /** A type that stands for a refusal, such as a locked agent's, is no answer. */
  expect(type: number): void {
    if (this.#take(1)[0] !== type) throw new KeyUnavailable("the key agent refused");
  }

  count(): number {
    const count = this.#take(4).readUInt32BE();
    if (count > longestMessage) throw new KeyUnavailable("the key agent's answer makes no sense");
    return count;
  }

  bytes(): Buffer {
    return this.#take(this.#take(4).readUInt32BE());
  }

  #take(length: number): Buffer {
    const taken = this.#data.subarray(this.#at, this.#at + length);
    if (taken.length !== length) throw new KeyUnavailable("the key agent's answer is cut off");
    this.#at += length;
    return taken;
  }
}
