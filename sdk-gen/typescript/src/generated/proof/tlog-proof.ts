import { base64FromBytes, bytesFromBase64, hashFromBase64, safeIntegerFromDecimal } from "./text.ts";

/** C2SP tlog-proof: an offline proof that an entry is in a log, as text (file extension `.tlog-proof`). */
export type TlogProof = {
  /** Zero-based index of the entry. */
  readonly index: number;
  /** Inclusion path, the leaf's sibling first; 32 bytes each. */
  readonly path: readonly Uint8Array[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
  /** Opaque bytes that nothing vouches for. This product writes none and reads none. */
  readonly extra?: Uint8Array;
};

const header = "c2sp.org/tlog-proof@v1";
/** No tree whose size a proof can state is higher. */
const longestPath = 63;
const longestText = 2_000_000;

export function formatTlogProof({ index, path, checkpoint, extra }: TlogProof): string {
  const extraLine = extra === undefined ? [] : [`extra ${base64FromBytes(extra)}`];
  const lines = [header, ...extraLine, `index ${index}`, ...path.map(base64FromBytes)];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}

/** Undefined for text of any other form. The checkpoint inside is neither parsed nor checked here. */
export function parseTlogProof(text: string): TlogProof | undefined {
  const blank = text.indexOf("\n\n");
  if (text.length > longestText || blank < 0) return undefined;
  const lines = text.slice(0, blank).split("\n");
  if (lines.shift() !== header) return undefined;
  const extraText = lines[0]?.startsWith("extra ") ? lines.shift()?.slice("extra ".length) : undefined;
  const extra = extraText === undefined ? undefined : bytesFromBase64(extraText);
  const indexLine = lines.shift();
  const index = indexLine?.startsWith("index ") ? safeIntegerFromDecimal(indexLine.slice("index ".length)) : undefined;
  if (index === undefined || lines.length > longestPath || (extraText !== undefined && extra === undefined)) {
    return undefined;
  }
  const path: Uint8Array[] = [];
  for (const line of lines) {
    const hash = hashFromBase64(line);
    if (hash === undefined) return undefined;
    path.push(hash);
  }
  return { index, path, checkpoint: text.slice(blank + 2), ...(extra && { extra }) };
}
