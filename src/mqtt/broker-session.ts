import { connect, type IConnackPacket, type IPublishPacket, type MqttClient, UniqueMessageIdProvider } from "mqtt";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import { AckLine } from "./ack-line.ts";
import { type AnswerLine, answersAndAcks } from "./answer-line.ts";
import { type BrokerSettings, optionsFor, pauseAfter, type SessionPlan, shownOptions } from "./broker-options.ts";
import { brokerAway, wordsOfBroker } from "./broker-words.ts";
import { Inflow } from "./inflow.ts";
import type { Credential } from "./message.ts";
import type { Arrival, Reception } from "./reception.ts";
import { Seldom } from "./seldom.ts";
import { parseTopic, topicOf } from "./topics.ts";
import { Window } from "./window.ts";

export type SessionDeps = { readonly reception: Reception; readonly log: Log; readonly metrics: Metrics };

/** Answers on their way at most, of 65,535 packet ids: subscriptions take some too. */
const mostAnswers = 65_000;
/** DISCONNECT's reason where another connection shows the same client id (MQTT 5, 3.14.2.1). */
const sessionTakenOver = 0x8e;
/** How long a session that ends waits for its last answers to be taken, ms. */
const farewellMs = 3_000;

/**
 * One session at an external broker: messages come in, their outcome is awaited, and only then they are acknowledged.
 * Whatever ends before that - this process, the connection, the broker - the broker sends them again, and what was
 * recorded is known again by its time.
 */
export class BrokerSession {
  readonly #deps: SessionDeps;
  readonly #settings: BrokerSettings;
  readonly #plan: SessionPlan;
  readonly #client: MqttClient;
  readonly #inflow: Inflow;
  /** Of the connection that is open; an older one's messages come again on the next. */
  #line = new AckLine(() => undefined);
  #answers: AnswerLine | undefined;
  #window = new Window(1);
  /** Of subscriptions, which are the library's, and of answers. */
  readonly #ids = new UniqueMessageIdProvider();
  /** Of the connection that is open: aborted when it is no more. */
  #connection = new AbortController();
  readonly #seldom = new Seldom();
  #isConnected = false;
  #whyNot = brokerAway;
  #isSubscribed = true;
  /** The broker has said so, on the connection that is open. */
  #takes = false;
  #isEnding = false;
  #lastAtMs = performance.now();

  constructor(deps: SessionDeps, settings: BrokerSettings, plan: SessionPlan) {
    this.#deps = deps;
    this.#settings = settings;
    this.#plan = plan;
    this.#inflow = new Inflow(2 * plan.receiveMaximum);
    const client = connect(settings.url, optionsFor(settings, plan, this.#ids));
    this.#client = client;
    client.on("connect", () => this.#subscribe());
    client.on("close", () => this.#disconnected());
    client.on("error", (error) => {
      const words = wordsOfBroker(error);
      this.#whyNot = words;
      client.options.reconnectPeriod = pauseAfter(error);
      this.#seldom.say(error.message, performance.now(), () =>
        deps.log.warn({ err: error, client: plan.clientId }, `the MQTT broker ${words}`),
      );
    });
    // Told before it connects, and nothing of the connection before is left by then.
    client.on("reconnect", () => void Object.assign(client.options, shownOptions(settings)));
    client.on("disconnect", ({ reasonCode }) => this.#sentAway(reasonCode));
    client.on("packetreceive", (packet) => {
      // A resumed session's messages come at once, before the library says that it is connected.
      if (packet.cmd === "connack" && packet.reasonCode === 0) this.#connected(packet);
      // The library knows of no answers, and passes over what acknowledges them.
      if (packet.cmd === "puback" && packet.messageId !== undefined) this.#answers?.acknowledged(packet.messageId);
      // Of QoS 0 to the library, so that it does not acknowledge; the id remains and is acknowledged here.
      if (packet.cmd === "publish") packet.qos = 0;
    });
    client.on("message", (topic, payload, packet) => this.#hear(topic, payload, packet));
    const handle: typeof client.handleMessage = (_packet, readOn) => this.#inflow.whenRoom(readOn);
    client.handleMessage = handle;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** What is published from now on comes here, if to nobody else. */
  get takes(): boolean {
    return this.#takes;
  }

  /** Why nothing comes from the broker; undefined: what there is comes. */
  get whyNot(): string | undefined {
    if (!this.#isConnected) return this.#whyNot;
    return this.#isSubscribed ? undefined : "refuses the gateway's subscription: see its access rules";
  }

  /** Since when it is connected, heard nothing and owes nothing, ms; 0 while that is not so. */
  get quietMs(): number {
    return this.#isConnected && this.#inflow.isEmpty ? performance.now() - this.#lastAtMs : 0;
  }

  #connected({ sessionPresent, properties }: IConnackPacket): void {
    const { stream } = this.#client;
    // The library empties the ids with each new connection, whose answers are its own.
    const mostBytes = properties?.maximumPacketSize ?? Number.POSITIVE_INFINITY;
    const { answers, acks } = answersAndAcks((bytes) => void stream.write(bytes), { ids: this.#ids, mostBytes });
    this.#answers = answers;
    this.#line = acks;
    this.#connection = new AbortController();
    this.#window = new Window(Math.min(properties?.receiveMaximum ?? mostAnswers, mostAnswers));
    this.#isConnected = true;
    this.#client.options.reconnectPeriod = pauseAfter(undefined);
    this.#lastAtMs = performance.now();
    this.#deps.metrics.mqttConnected.inc();
    const session = sessionPresent ? "resumed" : "new";
    this.#deps.log.info({ client: this.#plan.clientId, session }, "connected to the MQTT broker");
  }

  #subscribe(): void {
    const { clientId, filters } = this.#plan;
    if (this.#plan.isClosing) {
      this.#client.unsubscribe([...filters]);
      return;
    }
    // Also in a resumed session: what a gateway subscribes to may have grown with its version.
    const wanted = Object.fromEntries(filters.map((filter) => [filter, { qos: 1 as const, rh: 2 }]));
    this.#client.subscribe(wanted, (error, granted = []) => {
      const refused = granted.filter(({ qos }) => Number(qos) >= 128).map(({ topic }) => topic);
      if (!this.#isConnected) return;
      this.#isSubscribed = error === null && refused.length === 0;
      this.#takes = this.#isSubscribed;
      if (this.#isSubscribed) {
        this.#deps.log.info({ client: clientId }, "takes readings from the MQTT broker");
        return;
      }
      this.#deps.log.error({ err: error ?? undefined, refused }, `the MQTT broker ${this.whyNot}`);
    });
  }

  #disconnected(): void {
    if (!this.#isConnected) return;
    this.#isConnected = this.#takes = false;
    this.#whyNot = brokerAway;
    this.#connection.abort();
    this.#line = new AckLine(() => undefined);
    const [answers, window] = [this.#answers, this.#window];
    this.#answers = undefined;
    this.#window = new Window(1);
    answers?.drop();
    // Those that waited for their turn see that it does not come.
    window.open();
    this.#deps.metrics.mqttConnected.dec();
    if (this.#isEnding) return;
    this.#seldom.say("hung up", performance.now(), () =>
      this.#deps.log.warn({ client: this.#plan.clientId }, "the MQTT broker hung up"),
    );
  }

  /** Two that take each other's place do so four times a second, and neither gets on. */
  #sentAway(reasonCode: number | undefined): void {
    if (reasonCode !== sessionTakenOver) return;
    this.#seldom.say("taken over", performance.now(), () =>
      this.#deps.log.error(
        { client: this.#plan.clientId },
        "another client took this MQTT session: gateways of another database at this broker need another MQTT_CLIENT_NAME",
      ),
    );
  }

  #hear(topic: string, payload: Buffer, packet: IPublishPacket): void {
    this.#lastAtMs = performance.now();
    const acknowledge = packet.messageId === undefined ? () => undefined : this.#line.add(packet.messageId);
    const subject = parseTopic(topic);
    if (subject === undefined) {
      // A filter lets more through than ids allow: there is no device to tell it.
      this.#deps.metrics.mqttMessages.inc({ result: "refused" });
      acknowledge();
      return;
    }
    const credential = this.#credentialOf(packet);
    const idempotencyKey = userProperty(packet, "idempotency-key");
    const carrier = {
      traceparent: userProperty(packet, "traceparent"),
      tracestate: userProperty(packet, "tracestate"),
    };
    const connection = packet.messageId === undefined ? undefined : this.#connection.signal;
    const arrival = { topic, subject, payload, credential, idempotencyKey, carrier, connection };
    void this.#handle(arrival, packet.properties?.correlationData, acknowledge);
  }

  async #handle(arrival: Arrival, correlationData: Uint8Array | undefined, acknowledge: () => void): Promise<void> {
    const bytes = arrival.payload.length;
    this.#inflow.take(bytes);
    const [line, window, answers] = [this.#line, this.#window, this.#answers];
    const outcome = await this.#deps.reception.take(arrival);
    this.#lastAtMs = performance.now();
    const { level, text } = this.#deps.reception.answer(outcome, arrival.topic);
    // Of a connection that is no more: the message comes again, and is answered then.
    if (line !== this.#line || answers === undefined) {
      this.#inflow.give(bytes);
      return;
    }
    window.add((done) => {
      this.#inflow.give(bytes);
      if (answers !== this.#answers) return;
      const contentType = level === "errors" ? "application/problem+json" : "application/json";
      const answerTopic = topicOf(arrival.subject.place, level);
      const isSent = answers.publish(answerTopic, text, { contentType, correlationData }, done);
      if (!isSent)
        this.#deps.log.warn({ topic: answerTopic }, "the MQTT broker takes no packet as long as this answer");
      acknowledge();
    });
  }

  #credentialOf(packet: IPublishPacket): Credential {
    const text = userProperty(packet, "api-key");
    if (text !== undefined) return { kind: "key", text, address: undefined };
    return this.#settings.isTrusted ? { kind: "broker" } : { kind: "none" };
  }

  /**
   * Leaves. The session stays at the broker, with all that was not acknowledged; unless it is closed for good.
   */
  async end({ forGood = false } = {}): Promise<void> {
    this.#isEnding = true;
    if (!this.#isConnected) {
      await this.#client.endAsync(true);
      return;
    }
    const farewell = forGood ? { reasonCode: 0, properties: { sessionExpiryInterval: 0 } } : {};
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, farewellMs);
    });
    await Promise.race([this.#leave(farewell), late]);
    clearTimeout(timer);
    this.#client.stream.destroy();
  }

  async #leave(farewell: Parameters<MqttClient["endAsync"]>[1]): Promise<void> {
    await this.#answers?.emptied();
    await this.#client.endAsync(false, farewell);
  }
}

function userProperty({ properties }: IPublishPacket, name: string): string | undefined {
  const value = properties?.userProperties?.[name];
  return Array.isArray(value) ? value[0] : value;
}
