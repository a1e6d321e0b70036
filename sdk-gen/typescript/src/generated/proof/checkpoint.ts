import { isTreeSize } from "./merkle.ts";
import { type NoteSigner, parseNote, signNote, type VerifierKey, verifyNote } from "./note.ts";
import { base64FromBytes, hashFromBase64, safeIntegerFromDecimal, sameBytes } from "./text.ts";

/** C2SP tlog-checkpoint: the head of a log, as the text of a signed note. */
export type Checkpoint = {
  /** Unique name of the log, such as `hydro-mrv.local/4f0c`. Names no plant. */
  readonly origin: string;
  /** Number of leaves. */
  readonly size: number;
  /** RFC 9162 root at that size, 32 bytes. */
  readonly root: Uint8Array;
};

/** The note text. @throws TypeError for an empty or many-line origin, a size beyond 2^53 - 1, a root of other length. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (origin === "" || origin.includes("\n")) throw new TypeError("an origin is one non-empty line");
  if (!isTreeSize(size)) throw new TypeError(`${size} is not a tree size`);
  if (root.length !== 32) throw new TypeError("a root hash has 32 bytes");
  return `${origin}\n${size}\n${base64FromBytes(root)}\n`;
}

/** Undefined for any other text. Extension lines are let pass, as the specification demands, and not read. */
export function parseCheckpoint(body: string): Checkpoint | undefined {
  if (!body.endsWith("\n")) return undefined;
  const lines = body.slice(0, -1).split("\n");
  const [origin = "", sizeText = "", rootText = ""] = lines;
  const size = safeIntegerFromDecimal(sizeText);
  const root = hashFromBase64(rootText);
  if (size === undefined || root === undefined || lines.includes("")) return undefined;
  return { origin, size, root };
}

/** The head that a signed checkpoint claims. Its signature is not checked here. */
export function claimedCheckpoint(signedText: string): Checkpoint | undefined {
  const note = parseNote(signedText);
  return note && parseCheckpoint(note.body);
}

/** The signed note of a checkpoint. The key's name is the origin. */
export async function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): Promise<string> {
  if (signer.name !== checkpoint.origin) throw new TypeError("the log's key is named as its origin");
  return signNote(formatCheckpoint(checkpoint), signer);
}

export type CheckpointCheck =
  | { readonly ok: true; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly reason: string };

/** Checks signature, form and that the origin is the key's name. */
export async function openCheckpoint(signedText: string, key: VerifierKey): Promise<CheckpointCheck> {
  const note = await verifyNote(signedText, key);
  if (!note.ok) return note;
  const checkpoint = parseCheckpoint(note.body);
  if (checkpoint === undefined) return { ok: false, reason: "the signed text is not a checkpoint" };
  return checkpoint.origin === key.name
    ? { ok: true, checkpoint }
    : { ok: false, reason: `the checkpoint is of the log ${checkpoint.origin}, the key of ${key.name}` };
}

/** Same log, same size, same root. */
export function sameCheckpoint(a: Checkpoint, b: Checkpoint): boolean {
  return a.origin === b.origin && a.size === b.size && sameBytes(a.root, b.root);
}
