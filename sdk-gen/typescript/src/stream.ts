import { GatewayError, NoAnswerError } from "./errors.ts";
import type { Client } from "./generated/client/index.ts";
import type { StreamMessage, StreamQuery } from "./generated/types.gen.ts";
import { mayPass, pause } from "./retrying.ts";

/** What a stream tells its caller; how it begins, rests and ends is seen to here. New kinds of events may come. */
export type LiveMessage = Exclude<StreamMessage, { event: "open" | "heartbeat" | "closed" }>;

export type StreamOptions = {
  /** Ends the stream by throwing its reason. */
  readonly signal?: AbortSignal;
};

/** The gateway says something every 15 s: a line on which nothing came for so long is dead, ms. */
const silenceMs = 45_000;
const longestRestMs = 30_000;

/** Begins, and takes up again what broke off. @throws as HydroGateway.stream says */
export async function* streamOf(
  client: Client,
  query: StreamQuery,
  { signal = new AbortController().signal }: StreamOptions,
): AsyncGenerator<LiveMessage, void> {
  const place = { id: query.last_event_id, retryMs: 2_000 };
  let [wasOpen, idle] = [false, 0];
  for (;;) {
    try {
      const body = await open(client, query, place.id, signal);
      [wasOpen, idle] = [true, 0];
      for await (const message of messagesOf(body, place, signal)) {
        if (message.event === "closed") break;
        yield message as unknown as LiveMessage;
      }
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!wasOpen || !isPassing(error)) throw error;
    }
    // With chance, so that those who lost a gateway do not all come to the next at once.
    await pause(Math.min(longestRestMs, place.retryMs * 2 ** idle++) * (0.5 + Math.random() / 2), signal);
  }
}

/** The line broke, or what answered says that the same call may pass later. */
const isPassing = (error: unknown) =>
  error instanceof LineError || error instanceof NoAnswerError || (error instanceof GatewayError && mayPass(error));

class LineError extends Error {}

async function open(client: Client, query: StreamQuery, lastId: string | undefined, signal: AbortSignal) {
  const headers = { Accept: "text/event-stream", ...(lastId !== undefined && { "Last-Event-ID": lastId }) };
  const { last_event_id: _, ...rest } = query;
  const body = await client.get<{ 200: ReadableStream<Uint8Array> }, unknown, true, "data">({
    url: "/api/v1/stream",
    ...{ query: rest, headers, signal, parseAs: "stream", responseStyle: "data", throwOnError: true },
  });
  return body as unknown as ReadableStream<Uint8Array>;
}

type Place = { id: string | undefined; retryMs: number };

/** Messages to the end of a line (WHATWG HTML section 9.2.6); `place` moves on with each, and with a mere `id`. */
async function* messagesOf(
  body: ReadableStream<Uint8Array>,
  place: Place,
  signal: AbortSignal,
): AsyncGenerator<{ readonly id?: string; readonly event: string; readonly data: unknown }> {
  let [event, data, id] = ["message", "", place.id];
  for await (const line of linesOf(body, signal)) {
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "event") event = value;
    else if (field === "data") data += data === "" ? value : `\n${value}`;
    else if (field === "id") id = value;
    else if (field === "retry" && /^\d{1,9}$/.test(value)) place.retryMs = Number(value);
    if (line !== "") continue;
    // Before it is handed over: whoever asks for the next has had this one.
    place.id = id;
    if (data !== "") yield { ...(id !== undefined && { id }), event, data: JSON.parse(data) };
    [event, data] = ["message", ""];
  }
}

/** Lines without their ends; what comes behind the last end is not whole, and left out. */
async function* linesOf(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const stop = () => void reader.cancel(signal.reason).catch(() => {});
  signal.addEventListener("abort", stop, { once: true });
  try {
    for (let text = ""; ; ) {
      const { value, done } = await nextOf(reader);
      signal.throwIfAborted();
      if (done) return;
      const lines = (text + decoder.decode(value, { stream: true })).split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) yield line.replace(/\r$/, "");
    }
  } finally {
    signal.removeEventListener("abort", stop);
    await reader.cancel().catch(() => {});
  }
}

async function nextOf(reader: ReadableStreamDefaultReader<Uint8Array>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LineError(`nothing came for ${silenceMs} ms`)), silenceMs);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } catch (lost) {
    throw lost instanceof LineError ? lost : new LineError("the line broke", { cause: lost });
  } finally {
    clearTimeout(timer);
  }
}
