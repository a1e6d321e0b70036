import { BrokenLink } from "../findings.ts";

/** Longer than any record or message may be: a file without line feeds must not fill the memory. */
const longestLine = 4_194_304;

/**
 * The lines of a stream as exact bytes, without their line feeds. A last line without one counts; nothing is
 * trimmed, because a record's bytes are what is hashed. @throws {BrokenLink} for an endless line.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let n = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(10, start);
      if (end < 0) break;
      yield held.length === 0 ? chunk.subarray(start, end) : Buffer.concat([...held, chunk.subarray(start, end)]);
      held = [];
      heldBytes = 0;
      start = end + 1;
      n++;
    }
    if (start === chunk.length) continue;
    held.push(chunk.subarray(start));
    heldBytes += chunk.length - start;
    if (heldBytes > longestLine) throw new BrokenLink("saved-file", `${name}, line ${n}: longer than any record`);
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}
