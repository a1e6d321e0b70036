import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runAudit } from "../../src/audit/command.ts";
import type { MirrorMessage } from "../../src/audit/message-order.ts";
import type { StatementJson } from "../../src/issuance/statement-wire.ts";
import { sha256Bytes } from "../../src/kernel/canonical.ts";
import { genesisRunningHash, runningHashV3 } from "../../src/kernel/running-hash.ts";
import { signCheckpoint } from "../../src/proof/checkpoint.ts";
import { encodeCheckpointMessage, encodeLogMessage } from "../../src/proof/checkpoint-message.ts";
import { leafHash, rootFromLeaves } from "../../src/proof/merkle.ts";
import { formatVerifierKey, type NoteSigner, type VerifierKey } from "../../src/proof/note.ts";
import { testSigner } from "../proof/fixtures.ts";

export type Audited = { readonly code: number; readonly out: string; readonly err: string };

const program = fileURLToPath(new URL("../../src/bin/audit.ts", import.meta.url));
const nowhere = { folder: "/", dataDir: "/nowhere", apiKey: undefined };

/** The real program as a process of its own. */
export async function auditProgram(args: readonly string[], env: Record<string, string> = {}): Promise<Audited> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: "/nowhere", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  const code = await new Promise<number>((resolve) =>
    child.exitCode === null ? child.once("exit", (exit) => resolve(exit ?? -1)) : resolve(child.exitCode),
  );
  return { code, out, err };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** The same program within this process: for the many cases. */
export async function audit(args: readonly string[]): Promise<Audited> {
  let [out, err] = ["", ""];
  const code = await runAudit(args, nowhere, {
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
  });
  return { code, out, err };
}

/** Makes a statement one of an earlier form, as the gateway of that time would have written the same figures. */
export function ofForm(statement: StatementJson, v: 1 | 2 | 3): void {
  Object.assign(statement, { v });
  Object.assign(statement.carried_in, { register_ahead: undefined });
  for (const meter of statement.meters) Object.assign(meter, { ahead: undefined, import_between_wh: undefined });
}

export const topicId = "0.0.4242";

/** A topic as a mirror would show it, with true running hashes: what an operator with a key of his own can make. */
export class OwnTopic {
  readonly messages: MirrorMessage[] = [];
  readonly signer: NoteSigner & { key: VerifierKey };
  #runningHash: Uint8Array = genesisRunningHash;

  private constructor(signer: NoteSigner & { key: VerifierKey }) {
    this.signer = signer;
  }

  static async open(origin = "hydro-mrv.log/audit", seed = "0a", announce = true): Promise<OwnTopic> {
    const topic = new OwnTopic(await testSigner(origin, seed.repeat(32)));
    if (announce) topic.publish(encodeLogMessage({ origin, verifierKey: topic.verifierKey }));
    return topic;
  }

  get verifierKey(): string {
    return formatVerifierKey(this.signer.key);
  }

  publish(bytes: Uint8Array, payer = "0.0.2"): void {
    const sequenceNumber = BigInt(this.messages.length + 1);
    const consensusTimestamp = `${1_700_000_000 + this.messages.length}.000000001`;
    const facts = { topicId, consensusTimestamp, sequenceNumber, message: bytes };
    this.#runningHash = runningHashV3({ ...facts, previous: this.#runningHash, payer });
    this.messages.push({
      ...facts,
      runningHash: this.#runningHash,
      runningHashVersion: 3,
      payerAccountId: payer,
      transactionId: `${payer}@${1_699_999_990 + this.messages.length}.000000001`,
    });
  }

  /** Publishes the head of a log of these entries; `first` of them are old. */
  async checkpoint(entries: readonly Uint8Array[], first: number, list = true, signer: NoteSigner = this.signer) {
    const root = rootFromLeaves(entries.map(leafHash));
    const checkpoint = await signCheckpoint({ origin: signer.name, size: entries.length, root }, signer);
    const counts = { approved: entries.length - first, flagged: 0, rejected: 0, other: 0 };
    const leaves = list ? { leaves: entries.slice(first) } : {};
    this.publish(encodeCheckpointMessage({ checkpoint, first, counts, ...leaves }));
  }
}

export const entry = (name: string | number): Uint8Array => sha256Bytes(new TextEncoder().encode(`entry ${name}`));
export const entriesTo = (n: number): Uint8Array[] => Array.from({ length: n }, (_, i) => entry(i));
