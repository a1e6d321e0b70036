import { setTimeout as sleep } from "node:timers/promises";
import { SourceUnavailable } from "./unavailable.ts";

const timeoutMs = 30_000;
const tries = 5;

export type GetOptions = {
  readonly apiKey?: string | undefined;
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
    if (response instanceof Response && (response.status === 200 || also.includes(response.status))) return response;
    const passing = !(response instanceof Response) || response.status === 429 || response.status >= 500;
    if (!passing || attempt === tries) throw unavailable(url, response);
    if (response instanceof Response) await response.body?.cancel();
    await sleep(250 * 2 ** attempt);
  }
}

async function once(url: string, { apiKey, stream = false }: GetOptions): Promise<Response | Error> {
  try {
    return await fetch(url, {
      headers: { "cache-control": "no-cache", ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }) },
      redirect: "error",
      ...(!stream && { signal: AbortSignal.timeout(timeoutMs) }),
    });
  } catch (error) {
    return error as Error;
  }
}

function unavailable(url: string, answer: Response | Error): SourceUnavailable {
  if (!(answer instanceof Response)) {
    const cause = answer.cause as { code?: string } | undefined;
    return new SourceUnavailable(`no answer from ${url} (${cause?.code ?? answer.message})`, answer);
  }
  const hint = answer.status === 401 || answer.status === 403 ? ": is the API key right?" : "";
  return new SourceUnavailable(`status ${answer.status} from ${url}${hint}`);
}
