/** The longest answer that is read as a whole, bytes: a page of a mirror has less than a tenth of it. */
const longestAnswer = 16_777_216;

/**
 * The body of an answer to `fetch`, unpacked. One without end, or that was packed to burst, is given up before it fills the
 * memory.
 *
 * @throws {Error} when it breaks off, comes too late for the call's signal, or is longer than that
 */
export async function bytesOf({ body }: Response, mostBytes = longestAnswer): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
