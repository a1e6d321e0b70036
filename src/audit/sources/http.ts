import { setTimeout as sleep } from "node:timers/promises";
import { bytesOf } from "../../platform/answer-bytes.ts";
import { SourceUnavailable } from "./unavailable.ts";

const timeoutMs = 30_000;
const tries = 4;

export type GetOptions = {
  readonly apiKey?: string | undefined;
  readonly accept?: string;
  /** Statuses beside 200 that are an answer and not a failure. */
  readonly also?: readonly number[];
};

export type Answer = { readonly status: number; readonly bytes: Uint8Array };

/**
 * GET without caches. A busy or failing server, or one whose answer breaks off, is asked a few times more; a redirect is a
 * failure, because the address was chosen with care. @throws {SourceUnavailable}
 */
export function get(url: string, options: GetOptions = {}): Promise<Answer> {
  return ask(
    url,
    options,
    (ms) => AbortSignal.timeout(ms),
    async (response) => ({
      status: response.status,
      bytes: await bytesOf(response),
    }),
  );
}

/** The same, of a body that may flow for as long as it comes: no limit on the whole. @throws {SourceUnavailable} */
export function getStream(url: string, options: GetOptions): Promise<ReadableStream<Uint8Array> | null> {
  return ask(
    url,
    options,
    () => undefined,
    async ({ body }) => body,
  );
}

async function ask<R>(
  url: string,
  options: GetOptions,
  limit: (ms: number) => AbortSignal | undefined,
  read: (response: Response) => Promise<R>,
): Promise<R> {
  const { also = [] } = options;
  for (let attempt = 1; ; attempt++) {
    let failure: Response | Error;
    try {
      const response = await once(url, options, limit(timeoutMs));
      const { status } = response;
      if (status === 200 || also.includes(status)) return await read(response);
      failure = response;
      await response.body?.cancel();
    } catch (error) {
      failure = error as Error;
    }
    const isFinal = failure instanceof Response && failure.status !== 429 && failure.status < 500;
    if (isFinal || attempt === tries) throw unavailable(url, failure);
    await sleep(250 * 2 ** attempt);
  }
}

function once(url: string, { apiKey, accept }: GetOptions, signal: AbortSignal | undefined): Promise<Response> {
  return fetch(url, {
    headers: {
      "cache-control": "no-cache",
      ...(accept !== undefined && { accept }),
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    },
    redirect: "error",
    ...(signal !== undefined && { signal }),
  });
}

function unavailable(url: string, answer: Response | Error): SourceUnavailable {
  if (answer instanceof Error) {
    const cause = answer.cause as { code?: string } | undefined;
    return new SourceUnavailable(`no answer from ${url} (${cause?.code ?? answer.message})`, answer);
  }
  const hint = answer.status === 401 || answer.status === 403 ? ": is the API key right?" : "";
  return new SourceUnavailable(`status ${answer.status} from ${url}${hint}`);
}
