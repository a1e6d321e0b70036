import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { agentKey } from "../../src/platform/key-agent.ts";
import { KeyUnavailable } from "../../src/platform/signing-key.ts";

// What a real agent (`npm run test:tools`) cannot be made to do: answer wrongly.

const text = (value: string | Uint8Array) => {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const count = (value: number) => text(Buffer.alloc(value)).subarray(0, 4);

function key(comment: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  return { comment, privateKey, raw, blob: Buffer.concat([text("ssh-ed25519"), text(raw)]) };
}

const supply = key("supply");
const strange = { comment: "rsa", blob: Buffer.concat([text("ssh-rsa"), text("x")]) };

let dir: string;
let server: Server;
let keys: { comment: string; blob: Buffer }[];
let signAnswer: (message: Buffer) => Buffer;

/** The message of a sign request: after its type and the key's blob. */
function messageOf(request: Buffer): Buffer {
  const at = 1 + 4 + request.readUInt32BE(1);
  return request.subarray(at + 4, at + 4 + request.readUInt32BE(at));
}

beforeEach(async () => {
  keys = [supply, strange];
  signAnswer = (message) =>
    Buffer.concat([
      Buffer.of(14),
      text(Buffer.concat([text("ssh-ed25519"), text(sign(null, message, supply.privateKey))])),
    ]);
  dir = await mkdtemp(join(tmpdir(), "hydro-agent-"));
  server = createServer((socket) =>
    socket.once("data", (data) => {
      const request = data.subarray(4);
      const listed = keys.map(({ blob, comment }) => Buffer.concat([text(blob), text(comment)]));
      const answer =
        request[0] === 11
          ? Buffer.concat([Buffer.of(12), count(keys.length), ...listed])
          : signAnswer(messageOf(request));
      // In two pieces, as a stream may bring it.
      const bytes = text(answer);
      socket.write(bytes.subarray(0, 3));
      socket.end(bytes.subarray(3));
    }),
  ).listen(join(dir, "s"));
  await once(server, "listening");
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true });
});

const open = (name: string) => agentKey(join(dir, "s"), `agent:${name}`);

describe("a key in an agent", () => {
  test("is found by its comment and by its fingerprint, and signs", async () => {
    const fingerprint = `SHA256:${createHash("sha256").update(supply.blob).digest("base64").replace(/=+$/, "")}`;
    for (const name of ["supply", fingerprint]) {
      const found = await open(name);
      expect(Buffer.from(found.publicKey)).toEqual(supply.raw);
      const message = Buffer.from("message");
      expect(Buffer.from(await found.sign(message))).toEqual(sign(null, message, supply.privateKey));
    }
  });

  test("that is not there, is no Ed25519 key, or shares its name with another is refused by name", async () => {
    await expect(open("nobody")).rejects.toThrow(/0 keys called nobody/);
    await expect(open("rsa")).rejects.toThrow(/rsa .* is no Ed25519 key/);
    keys = [supply, key("supply")];
    await expect(open("supply")).rejects.toThrow(/2 keys called supply/);
  });

  test.each<[string, () => Buffer]>([
    ["that refuses", () => Buffer.of(5)],
    ["that is cut off", () => Buffer.of(14, 0, 0, 0, 9, 1)],
    ["by another algorithm", () => Buffer.concat([Buffer.of(14), text(Buffer.concat([text("ssh-rsa"), text("x")]))])],
    [
      "over other bytes",
      () => {
        const signature = sign(null, Buffer.from("other"), supply.privateKey);
        return Buffer.concat([Buffer.of(14), text(Buffer.concat([text("ssh-ed25519"), text(signature)]))]);
      },
    ],
  ])("never gives out a signature from an answer %s", async (_, answer) => {
    const found = await open("supply");
    signAnswer = answer;
    await expect(found.sign(Buffer.from("message"))).rejects.toThrow(KeyUnavailable);
  });

  test("whose agent answers byte by byte is given up when the time is over", async () => {
    const slow = createServer((socket) => {
      socket.write(count(10_000));
      const more = setInterval(() => socket.write("x"), 20);
      socket.on("error", () => undefined).on("close", () => clearInterval(more));
    }).listen(join(dir, "slow"));
    await once(slow, "listening");
    await expect(agentKey(join(dir, "slow"), "agent:supply", 300)).rejects.toThrow(/no answer in time/);
    slow.close();
  });

  test("whose agent is gone says so", async () => {
    await expect(agentKey(join(dir, "gone"), "agent:supply")).rejects.toThrow(/does not answer/);
  });
});
