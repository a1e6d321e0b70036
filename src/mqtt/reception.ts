import type { Fault } from "../kernel/fault.ts";
import type { Metrics } from "../platform/metrics.ts";
import { type Carrier, SpanKind, type Tracing, traceNote } from "../platform/tracing.ts";
import type { MessageDeps } from "./accept-messages.ts";
import { type Answer, answerTo } from "./answers.ts";
import { Joiner, type JoinerDeps } from "./joiner.ts";
import { Lanes } from "./lanes.ts";
import type { Credential, Outcome } from "./message.ts";
import type { Subject } from "./topics.ts";

export type ReceptionDeps = MessageDeps &
  Pick<JoinerDeps, "readMetric"> & {
    readonly metrics: Metrics;
    readonly tracing?: Tracing | undefined;
    /** The problem document of a fault, under an id of its own. */
    problemOf(fault: Fault): { readonly [member: string]: unknown };
  };

/** A message as either broker brings it. */
export type Arrival = {
  readonly topic: string;
  readonly subject: Subject;
  readonly payload: Uint8Array;
  readonly credential: Credential;
  readonly idempotencyKey?: string | undefined;
  /** Aborted where the connection broke on which its acknowledgement is waited for; absent: it is not acknowledged. */
  readonly connection?: AbortSignal | undefined;
  /** What its publisher says of its trace, in user properties. */
  readonly carrier?: Carrier | undefined;
};

/** What both brokers' messages go through, and what their senders are told. */
export class Reception {
  readonly #deps: ReceptionDeps;
  readonly #lanes: Lanes;
  readonly #joiner: Joiner;

  constructor(deps: ReceptionDeps) {
    this.#deps = deps;
    this.#lanes = new Lanes(deps);
    this.#joiner = new Joiner({ readMetric: deps.readMetric, submit: (message) => this.#lanes.submit(message) });
  }

  /** Messages on their way into the database. */
  get depth(): number {
    return this.#lanes.depth;
  }

  /** How long the first of them has been here, ms. */
  get oldestMs(): number {
    return this.#lanes.oldestMs;
  }

  /** The outcome, once it is durable; never, where the gateway stops before. */
  async take(arrival: Arrival): Promise<Outcome> {
    const { tracing } = this.#deps;
    const { carrier = {}, subject } = arrival;
    // Several metrics become one reading: it is in nobody's trace.
    const entry =
      subject.metric === undefined ? tracing?.enter("hydro telemetry", SpanKind.CONSUMER, carrier) : undefined;
    if (entry === undefined) return this.#take(arrival);
    const outcome = await entry.run(() => this.#take(arrival));
    const failure = outcome.ok ? undefined : outcome.fault.code;
    entry.end({ attributes: { "messaging.system": "mqtt", "messaging.operation.name": "process" }, failure });
    return outcome;
  }

  #take({ subject, payload, credential, idempotencyKey, connection }: Arrival): Promise<Outcome> {
    const { place, metric } = subject;
    if (metric !== undefined) return this.#joiner.add({ place, metric, payload, credential, connection });
    const trace = traceNote();
    return this.#lanes.submit({ place, text: payload, credential, idempotencyKey, isJoined: false, trace });
  }

  answer(outcome: Outcome, topic: string): Answer {
    const result = outcome.ok ? (outcome.accepted.duplicate ? "duplicate" : "accepted") : "refused";
    this.#deps.metrics.mqttMessages.inc({ result });
    return answerTo(outcome, topic, (fault) => {
      const problem = this.#deps.problemOf(fault);
      if (fault.code === "internal")
        this.#deps.log.error({ err: fault.cause, instance: problem.instance }, "a reading that came by MQTT failed");
      return problem;
    });
  }

  async stop(): Promise<void> {
    this.#joiner.stop();
    await this.#lanes.stop();
  }
}
