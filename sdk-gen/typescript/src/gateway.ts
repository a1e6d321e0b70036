import { type Answer, answerOf, type Listening } from "./answer.ts";
import { type BatchOptions, type SentReading, sendReadings } from "./batch.ts";
import { createClient } from "./generated/client/index.ts";
import { Operations } from "./generated/sdk.gen.ts";
import type { PlantRecord, Proof, StreamQuery, TelemetryReading } from "./generated/types.gen.ts";
import { type Trying, tryingFetch } from "./retrying.ts";
import { type LiveMessage, type StreamOptions, streamOf } from "./stream.ts";

/** A fixed text, or a function that is asked before each call: for tokens that change. */
export type Credential = string | (() => string | Promise<string>);

export type GatewayOptions = Partial<Trying> & {
  /** Where the gateway is, such as `https://gateway.example`. */
  readonly baseUrl: string;
  /** An API key, `ghdk_...`. */
  readonly apiKey?: Credential | undefined;
  /** An access token of somebody who signed in, or of an issuer the organisation trusts. */
  readonly token?: Credential | undefined;
};

/** What is sent of a page: nothing for the first. */
export type PageRequest = { readonly cursor?: string };
type Page<T> = { readonly items: readonly T[]; readonly next_cursor?: string | null };

/**
 * The gateway: every operation of the API is a method, named as in its document. Calls throw `GatewayError`s, or
 * `NoAnswerError`; they are tried again by themselves where that is safe.
 */
export class HydroGateway extends Operations {
  constructor({ baseUrl, apiKey, token, ...trying }: GatewayOptions) {
    const client = createClient({
      baseUrl: baseUrl.replace(/\/+$/, ""),
      throwOnError: true,
      responseStyle: "data",
      fetch: tryingFetch({ timeoutMs: 30_000, retries: 4, longestWaitMs: 60_000, fetch, ...trying }),
    });
    const credential = token ?? apiKey;
    client.interceptors.request.use(async (request) => {
      const text = typeof credential === "function" ? await credential() : credential;
      if (text !== undefined) request.headers.set("Authorization", `Bearer ${text}`);
      return request;
    });
    super({ client });
  }

  /**
   * Sends one reading and waits for its verdict, and up to `waitS` seconds for its anchor on the ledger. Samples of a
   * plant with an `accounting` interval have no verdict of their own: send them with `sendAll`. Here one is kept all the
   * same, and `SampleKept` is thrown.
   *
   * @param reading `timestamp` is the END of the interval of `interval_s` seconds; units stand in the names
   * @param waitS 0-60; 0 does not wait for the ledger at all
   */
  send(reading: TelemetryReading, { waitS = 10 }: { readonly waitS?: number } = {}): Promise<PlantRecord> {
    const prefer = waitS === 0 ? "respond-async" : `wait=${waitS}`;
    return this.postTelemetry({ body: reading, headers: { prefer } });
  }

  /** Sends any number of readings in batches, as they come. @returns what became of each, in order */
  sendAll(
    readings: Iterable<TelemetryReading> | AsyncIterable<TelemetryReading>,
    options: BatchOptions = {},
  ): AsyncGenerator<SentReading> {
    return sendReadings(this.client, readings, options);
  }

  /** The proof of a record; waits while its checkpoint is on the way to the ledger, as long as retries last. */
  proofOf(recordId: string): Promise<Proof> {
    return this.getRecordProof({ path: { id: recordId } });
  }

  /**
   * Watches live: readings, verdicts, anchors, alerts and rollups, each once and in order. Where the line breaks or the
   * gateway ends the stream, it comes back by itself, behind the last message that was taken, with the credential of then.
   * It ends when you `break`, with `signal`, or by throwing a `GatewayError` that will not pass (401, 403, 404), or, before it
   * was ever open, as any call does. A message `gap` says that what lies between is to be read from the records.
   *
   * @param query what to hear of; `last_event_id` is the `id` of the last message you had, to go on after a restart
   */
  stream(query: StreamQuery = {}, options: StreamOptions = {}): AsyncGenerator<LiveMessage, void> {
    return streamOf(this.client, query, options);
  }

  /**
   * The answer of a call with its headers, such as the `ETag` for a change that undoes nobody's. A refusal is thrown, as
   * without it.
   *
   * @param call the call, with what it is given among its options: `(heard) => gateway.getPlant({ path, ...heard })`
   */
  answerOf<T>(call: (listening: Listening) => PromiseLike<T>): Promise<Answer<T>> {
    return answerOf(call, this.client.getConfig().fetch ?? fetch);
  }

  /**
   * All items of a list, page after page.
   *
   * @param list one page: `(page) => gateway.listTelemetry({ query: { plant_id: "PLANT-HP-001", ...page } })`
   */
  async *items<T>(list: (page: PageRequest) => Promise<Page<T>>): AsyncGenerator<T> {
    let cursor: string | null | undefined;
    do {
      const page: Page<T> = await list(cursor ? { cursor } : {});
      yield* page.items;
      cursor = page.next_cursor;
    } while (cursor);
  }
}
