import { mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";

const bufferBytes = 65_536;

/** Passes a stream on and keeps a copy of it on disk. */
export async function* keeping<T>(
  items: AsyncIterable<T> | Iterable<T>,
  dir: string | undefined,
  name: string,
  bytesOf: (item: T) => Uint8Array | string,
): AsyncGenerator<T> {
  if (dir === undefined) {
    yield* items;
    return;
  }
  await mkdir(dir, { recursive: true });
  const file = await open(join(dir, name), "w");
  let held: Buffer[] = [];
  let heldBytes = 0;
  const flush = async () => {
    await file.writeFile(Buffer.concat(held));
    held = [];
    heldBytes = 0;
  };
  try {
    for await (const item of items) {
      const bytes = Buffer.from(bytesOf(item));
      held.push(bytes);
      heldBytes += bytes.length;
      if (heldBytes >= bufferBytes) await flush();
      yield item;
    }
    await flush();
  } finally {
    await file.close();
  }
}

/** Keeps a text. */
export async function keep(dir: string | undefined, name: string, text: string): Promise<void> {
  if (dir === undefined) return;
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, name), text);
}
