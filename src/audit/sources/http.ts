import { setTimeout as sleep } from "node:timers/promises";
import { SourceUnavailable } from "./unavailable.ts";

const timeoutMs = 30_000;
const tries = 4;

export type GetOptions = {
  readonly apiKey?: string | undefined;
  readonly accept?: string;
  /** Statuses beside 200 that are an answer and not a failure. */
  readonly also?: readonly number[];
  /** The body may flow for as long as it comes: no limit on the whole. */
  readonly stream?: boolean;
};

/**
 * GET without caches. A busy or failing server is asked a few times more; a redirect is a failure, because
 * the address was chosen with care. @throws {SourceUnavailable}
 */
export async function get(url: string, options: GetOptions = {}): Promise<Response> {
  const { also = [] } = options;
  for (let attempt = 1; ; attempt++) {
    const response = await once(url, options);
    if (!(response instanceof Error)) {
      const { status, body } = response;
      if (status === 200 || also.includes(status)) return response;
      if (status !== 429 && status < 500) throw unavailable(url, response);
      await body?.cancel();
    }
    if (attempt === tries) throw unavailable(url, response);
    await sleep(250 * 2 ** attempt);
  }
}

async function once(url: string, { apiKey, accept, stream = false }: GetOptions): Promise<Response | Error> {
  try {
    return await fetch(url, {
      headers: {
        "cache-control": "no-cache",
        ...(accept !== undefined && { accept }),
        ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      },
      redirect: "error",
      ...(!stream && { signal: AbortSignal.timeout(timeoutMs) }),
    });
  } catch (error) {
    return error as Error;
  }
}

function unavailable(url: string, answer: Response | Error): SourceUnavailable {
  if (answer instanceof Error) {
    const cause = answer.cause as { code?: string } | undefined;
    return new SourceUnavailable(`no answer from ${url} (${cause?.code ?? answer.message})`, answer);
  }
  const hint = answer.status === 401 || answer.status === 403 ? ": is the API key right?" : "";
  return new SourceUnavailable(`status ${answer.status} from ${url}${hint}`);
}
