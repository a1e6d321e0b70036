import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

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
  const file = createWriteStream(join(dir, name));
  try {
    for await (const item of items) {
      if (!file.write(bytesOf(item))) await once(file, "drain");
      yield item;
    }
  } finally {
    file.end();
    await once(file, "close");
  }
}

/** Keeps a text. */
export async function keep(dir: string | undefined, name: string, text: string): Promise<void> {
  if (dir === undefined) return;
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, name), text);
}
