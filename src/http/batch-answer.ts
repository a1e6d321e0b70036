import type { Context } from "hono";
import type { Fault } from "../kernel/fault.ts";
import type { BatchOutcome } from "../telemetry/accept-batch.ts";
import { sampleFacts } from "../telemetry/sample-answer.ts";
import { type AcceptedRecord, type AcceptedSample, parseBody, type StoredRecord } from "../telemetry/types.ts";
import { lasting } from "./answers.ts";
import { batchTypes } from "./batch-reader.ts";
import { faultOf } from "./caught.ts";
import type { HttpDeps } from "./deps.ts";
import type { Env } from "./env.ts";
import { replayedHeader } from "./idempotency.ts";
import { problemAnswer } from "./problem.ts";
import { accepts } from "./served.ts";

type Verdicts = Record<NonNullable<StoredRecord["status"]>, number>;
type Totals = {
  received: number;
  accepted: number;
  duplicates: number;
  refused: number;
  /** Of those accepted; absent where none is one. */
  samples?: number;
  verdicts: Verdicts;
};

/** Wrong places told of one reading of a batch. */
const mostErrors = 5;

/** What is told of a batch, reading by reading, as text: ten thousand results are kept until the answer begins. */
export class BatchAnswer {
  readonly #deps: HttpDeps;
  readonly #c: Context<Env>;
  readonly totals: Totals = {
    received: 0,
    accepted: 0,
    duplicates: 0,
    refused: 0,
    verdicts: { APPROVED: 0, FLAGGED: 0, REJECTED: 0 },
  };

  constructor(deps: HttpDeps, c: Context<Env>) {
    this.#deps = deps;
    this.#c = c;
  }

  /** The results of a chunk, one JSON text each. */
  texts(outcomes: readonly BatchOutcome[]): string[] {
    return outcomes.map((outcome) => {
      const index = this.totals.received++;
      if (!outcome.ok) return this.#refused(index, outcome.error);
      const { value } = outcome;
      return value.record === undefined ? this.#kept(index, value) : this.#recorded(index, value);
    });
  }

  #kept(index: number, accepted: AcceptedSample): string {
    const isNew = !accepted.duplicate && !accepted.replayed;
    if (isNew) {
      this.totals.accepted++;
      this.totals.samples = (this.totals.samples ?? 0) + 1;
    } else this.totals.duplicates++;
    const sample = { ...sampleFacts(accepted), duplicate: !isNew };
    return JSON.stringify({ index, result: "sample", sample, ...(accepted.replayed && { replayed: true }) });
  }

  #recorded(index: number, { record, duplicate, replayed }: AcceptedRecord): string {
    const isNew = !duplicate && !replayed;
    if (isNew) this.totals.accepted++;
    else this.totals.duplicates++;
    if (isNew && record.status !== null) this.totals.verdicts[record.status]++;
    // None of these texts needs an escape.
    const fixed = `{"index":${index},"result":"${isNew ? "accepted" : "duplicate"}","record_id":"${record.recordId}","seq":${record.seq},"status":"${record.status}","trust_score":${record.trustScore}`;
    const more = replayed ? ',"replayed":true' : "";
    const why = record.status === "APPROVED" ? "" : `,"reasons":${JSON.stringify(reasonsOf(record))}`;
    return `${fixed}${more}${why}}`;
  }

  #refused(index: number, error: unknown): string {
    this.totals.refused++;
    return JSON.stringify({
      index,
      result: "refused",
      problem: { ...this.problem(faultOf(error)), instance: undefined },
    });
  }

  /** The problem document of a fault. What is ours to mend goes into the log. */
  problem(fault: Fault) {
    const requestId = this.#c.get("requestId");
    if (fault.code === "internal" || fault.code === "storage-unavailable") {
      const facts = { req_id: requestId, route: this.#c.get("route"), err: fault.facts.cause ?? fault };
      this.#deps.log.error(facts, "a batch, or a reading of it, failed");
    }
    const { body } = problemAnswer(fault, { publicUrl: this.#deps.publicUrl(), requestId });
    return body.errors === undefined ? body : { ...body, errors: body.errors.slice(0, mostErrors) };
  }
}

/** Reasons that made a difference. */
function reasonsOf(record: StoredRecord): unknown[] {
  const { reasons = [] } = parseBody(record).verification as { reasons?: readonly { effect: string }[] };
  return reasons.filter(({ effect }) => effect !== "note");
}

type Outcomes = AsyncGenerator<readonly BatchOutcome[], void, void>;

/** Whether the caller wants each result as soon as it is there. */
export function wantsLines(c: Context<Env>): boolean {
  const accept = c.req.header("Accept");
  return accept !== undefined && accepts(accept, [batchTypes.lines]) && !accepts(accept, [batchTypes.json]);
}

/**
 * All results in one answer: 200 where every reading is on record, 207 where some were refused. A fault that ended the
 * batch is the answer, with the results of what was done before it.
 */
export async function wholeAnswer(deps: HttpDeps, c: Context<Env>, outcomes: Outcomes): Promise<Response> {
  const answer = new BatchAnswer(deps, c);
  const items: string[] = [];
  const { totals } = answer;
  try {
    for await (const chunk of outcomes) for (const text of answer.texts(chunk)) items.push(text);
  } catch (error) {
    if (totals.received === 0) throw error;
    const fault = faultOf(error);
    const { status, headers } = problemAnswer(fault, { publicUrl: deps.publicUrl(), requestId: c.get("requestId") });
    const problem = JSON.stringify({ ...answer.problem(fault), totals });
    return c.body(`${problem.slice(0, -1)},"items":[${items.join(",")}]}`, status, headers);
  }
  const allKnown = totals.received > 0 && totals.duplicates === totals.received;
  return c.body(`{"totals":${JSON.stringify(totals)},"items":[${items.join(",")}]}`, totals.refused > 0 ? 207 : 200, {
    "Content-Type": "application/json",
    ...(allKnown && { [replayedHeader]: "true" }),
  });
}

const utf8 = new TextEncoder();

/**
 * A line for each reading as soon as its chunk is durable, and a last one with the totals. Whoever does not read holds
 * its own batch up and nobody else's: no chunk is begun before the one before was taken.
 */
export async function lineAnswer(deps: HttpDeps, c: Context<Env>, outcomes: Outcomes): Promise<Response> {
  const answer = new BatchAnswer(deps, c);
  // A batch of which nothing is done may still be answered with the status of its fault.
  let next: Promise<IteratorResult<readonly BatchOutcome[], void>> | undefined = outcomes.next();
  await next;
  let isGone = false;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const result = await (next ?? outcomes.next());
          next = undefined;
          if (isGone) return;
          if (!result.done) {
            controller.enqueue(
              utf8.encode(
                answer
                  .texts(result.value)
                  .map((text) => `${text}\n`)
                  .join(""),
              ),
            );
            return;
          }
          controller.enqueue(utf8.encode(`${JSON.stringify({ totals: answer.totals, complete: true })}\n`));
        } catch (error) {
          const last = { totals: answer.totals, complete: false, problem: answer.problem(faultOf(error)) };
          if (isGone) return;
          controller.enqueue(utf8.encode(`${JSON.stringify(last)}\n`));
        }
        controller.close();
      },
      async cancel() {
        isGone = true;
        await outcomes.return();
      },
    },
    { highWaterMark: 0 },
  );
  return c.body(lasting(c, stream), 200, { "Content-Type": batchTypes.lines });
}
