import { gzipSync } from "node:zlib";

/** How a batch travels. */
export type BatchForm = {
  readonly key: string | undefined;
  /** One reading a line, else a JSON array. */
  readonly isLines: boolean;
  readonly isGzipped: boolean;
  /** Results come one by one, as they are durable. */
  readonly wantsLines: boolean;
};

export type ItemResult =
  | {
      readonly index: number;
      readonly result: "accepted" | "duplicate";
      readonly record_id: string;
      readonly seq: number;
    }
  | { readonly index: number; readonly result: "refused"; readonly problem: { status: number; detail: string } };

export type BatchOutcome = {
  /** By place, as far as they came. Each is an acknowledgement, whatever happened to the call after it. */
  readonly results: ReadonlyMap<number, ItemResult>;
  /** An answer that no fault excuses. */
  readonly refusal?: string;
};

type Totals = {
  readonly received: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
};
type Answer = { readonly totals?: Totals; readonly items?: readonly ItemResult[] };

const answersAfterMs = 20_000;
const nothing: BatchOutcome = { results: new Map() };

/** One call. Refused, cut or silent: whatever has no result may be on record or not. */
export async function sendBatch(
  url: string,
  apiKey: string,
  { texts, key, isLines, isGzipped, wantsLines }: BatchForm & { readonly texts: readonly string[] },
): Promise<BatchOutcome> {
  const body = isLines ? texts.map((text) => `${text}\n`).join("") : `[${texts.join(",")}]`;
  const headers = {
    authorization: `Bearer ${apiKey}`,
    "content-type": isLines ? "application/x-ndjson" : "application/json",
    accept: wantsLines ? "application/x-ndjson" : "application/json",
    ...(isGzipped && { "content-encoding": "gzip" }),
    ...(key !== undefined && { "idempotency-key": `"${key}"` }),
  };
  let response: Response;
  try {
    const signal = AbortSignal.timeout(answersAfterMs);
    const bytes = isGzipped ? gzipSync(body) : body;
    response = await fetch(`${url}/api/v1/telemetry/batch`, { method: "POST", headers, body: bytes, signal });
  } catch {
    return nothing;
  }
  const isOfLines = response.headers.get("content-type")?.startsWith("application/x-ndjson") === true;
  const { text, isWhole } = await read(response);
  if (isOfLines) return ofLines(text, isWhole);
  return isWhole ? ofWhole(response, text) : nothing;
}

async function read(response: Response): Promise<{ text: string; isWhole: boolean }> {
  let text = "";
  const decoder = new TextDecoder();
  try {
    for await (const piece of response.body ?? []) text += decoder.decode(piece, { stream: true });
    return { text, isWhole: true };
  } catch {
    return { text, isWhole: false };
  }
}

function ofLines(text: string, isWhole: boolean): BatchOutcome {
  // A line that was cut off acknowledges nothing.
  const lines = text.split("\n").slice(0, -1);
  const parsed = lines.map((line) => JSON.parse(line) as ItemResult | { totals: Totals; complete: boolean });
  const items = parsed.filter((one) => "index" in one);
  const last = parsed.find((one) => "totals" in one);
  if (isWhole && last === undefined) return { results: new Map(), refusal: "an answer by lines without an end" };
  return outcomeOf(items, last?.totals);
}

function ofWhole({ status, headers }: Response, text: string): BatchOutcome {
  const isExcused = status > 500 || status === 429;
  if (status >= 400 && !isExcused) return { results: new Map(), refusal: `${status} ${text}` };
  if (status === 429 && headers.get("retry-after") === null) return { results: new Map(), refusal: "no Retry-After" };
  const { items = [], totals } = JSON.parse(text) as Answer;
  return outcomeOf(items, totals);
}

function outcomeOf(items: readonly ItemResult[], totals: Totals | undefined): BatchOutcome {
  const results = new Map(items.map((item) => [item.index, item]));
  const count = (result: string) => items.filter((item) => item.result === result).length;
  const counted = [items.length, count("accepted"), count("duplicate"), count("refused")];
  const isInOrder = items.every((item, place) => item.index === place);
  const isAsCounted =
    totals === undefined ||
    [totals.received, totals.accepted, totals.duplicates, totals.refused].every((total, i) => total === counted[i]);
  if (isInOrder && isAsCounted) return { results };
  return { results, refusal: `results ${counted.join(", ")} and totals ${JSON.stringify(totals)} differ` };
}
