import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { BrokenLink } from "../findings.ts";
import type { MirrorMessage } from "../message-order.ts";
import { get } from "./http.ts";
import { linesOf } from "./lines.ts";
import { SourceUnavailable } from "./unavailable.ts";

/** A message and the JSON it came as, for saving. */
export type SourcedMessage = { readonly message: MirrorMessage; readonly json: unknown };

const pageLength = 100;

/** Messages of a topic from a mirror's REST face, page by page. `atLeast`: wait until the mirror shows that number. */
export async function* messagesFromMirror(
  mirrorUrl: string,
  topicId: string,
  { after, atLeast = 0n }: { after: bigint; atLeast?: bigint | undefined },
): AsyncGenerator<SourcedMessage> {
  const base = `${mirrorUrl.replace(/\/+$/, "")}/api/v1/topics/${topicId}/messages`;
  let waits = 30;
  for (;;) {
    const url = `${base}?sequencenumber=gt:${after}&limit=${pageLength}&order=asc`;
    const { status, bytes } = await get(url, { also: [404] });
    if (status === 404) throw new SourceUnavailable(`the mirror knows no topic ${topicId}: ${url}`);
    const { messages: page, links } = readPage(new TextDecoder().decode(bytes), url);
    for (const json of page) {
      const message = readMessage(json);
      if (message === undefined) throw new SourceUnavailable(`a message is not in its form: ${url}`);
      after = message.sequenceNumber;
      yield { message, json };
    }
    // A mirror may give fewer at a time than it was asked for, and says then that there are more.
    if (page.length === pageLength || (page.length > 0 && links?.next)) continue;
    if (after >= atLeast || waits-- === 0) return;
    await sleep(1_000);
  }
}

function readPage(text: string, url: string): z.output<typeof pageShape> {
  const page = pageShape.safeParse(parseJson(text));
  if (!page.success) throw new SourceUnavailable(`the mirror's answer has an unknown form: ${url}`);
  return page.data;
}

/**
 * Messages from a saved file: one message or one answer of the mirror a line, or one JSON document.
 *
 * @throws {BrokenLink} for a file of another form: what was saved is part of what is audited.
 */
export async function* messagesFromFile(file: string): AsyncGenerator<SourcedMessage> {
  let n = 0;
  for await (const line of linesOf(createReadStream(file), file)) {
    n++;
    const value = parseJson(new TextDecoder().decode(line));
    if (value === undefined) {
      // A document over many lines shows in its first line; later ones are broken.
      if (n > 1) throw new BrokenLink("saved-file", `${file}, line ${n}: not JSON`);
      yield* messagesIn(parseJson(await readFile(file, "utf8")), file);
      return;
    }
    yield* messagesIn(value, `${file}, line ${n}`);
  }
}

/** Messages of a text, one a line. @throws {BrokenLink} */
export function messagesInLines(text: string, name: string): MirrorMessage[] {
  return text
    .trimEnd()
    .split("\n")
    .flatMap((line, i) => [...messagesIn(parseJson(line), `${name}, line ${i + 1}`)].map(({ message }) => message));
}

function* messagesIn(value: unknown, where: string): Generator<SourcedMessage> {
  const page = pageShape.safeParse(value);
  const list = page.success ? page.data.messages : Array.isArray(value) ? value : [value];
  for (const json of list) {
    const message = readMessage(json);
    if (message === undefined) throw new BrokenLink("saved-file", `${where}: not a topic message as a mirror shows it`);
    yield { message, json };
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const pageShape = z.object({
  messages: z.array(z.unknown()),
  links: z.object({ next: z.string().nullish() }).nullish(),
});
const entityId = z.string().regex(/^\d{1,18}\.\d{1,18}\.\d{1,18}$/);
const time = z.string().regex(/^\d{1,18}\.\d{9}$/);
const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, "base64")));

const messageShape = z
  .object({
    topic_id: entityId,
    sequence_number: z.int().min(1).transform(BigInt),
    consensus_timestamp: time,
    message: bytes,
    running_hash: bytes,
    running_hash_version: z.int(),
    payer_account_id: entityId,
    chunk_info: z
      .object({
        initial_transaction_id: z.object({ account_id: entityId, transaction_valid_start: time }).nullish(),
      })
      .nullish(),
  })
  .transform((entry): MirrorMessage => {
    const id = entry.chunk_info?.initial_transaction_id;
    return {
      topicId: entry.topic_id,
      sequenceNumber: entry.sequence_number,
      consensusTimestamp: entry.consensus_timestamp,
      message: entry.message,
      runningHash: entry.running_hash,
      runningHashVersion: entry.running_hash_version,
      payerAccountId: entry.payer_account_id,
      transactionId: id ? `${id.account_id}@${id.transaction_valid_start}` : undefined,
    };
  });

function readMessage(json: unknown): MirrorMessage | undefined {
  const parsed = messageShape.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}
