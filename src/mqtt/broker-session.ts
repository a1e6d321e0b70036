import { connect, type IClientOptions, type IConnackPacket, type IPublishPacket, type MqttClient } from "mqtt";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import { AckLine, pubacks } from "./ack-line.ts";
import type { Credential } from "./message.ts";
import type { Arrival, Reception } from "./reception.ts";
import { parseTopic, topicOf } from "./topics.ts";

/** How to reach the broker. */
export type BrokerSettings = {
  /** `mqtt:` or `mqtts:`, with user and password where the broker asks for them. */
  readonly url: string;
  /** PEM. Undefined: the authorities that Node knows. */
  readonly ca: string | undefined;
  /** The gateway's own certificate, PEM. */
  readonly client: { readonly cert: string; readonly key: string } | undefined;
  /** The broker lets each device publish on its own topics only: the operator says so. */
  readonly isTrusted: boolean;
  /** Begins the client ids of the gateways, and names their shared subscription. */
  readonly clientName: string;
};

export type SessionDeps = { readonly reception: Reception; readonly log: Log; readonly metrics: Metrics };

/** Messages that the broker sends before the first of them is acknowledged: what a session may hold in memory. */
const receiveMaximum = 2_000;
/** How long the broker keeps what comes while no gateway is there, s. */
const sessionExpiryS = 7 * 86_400;
/** Messages of QoS 0 know no such bound: beyond this the connection is not read on. */
const mostDepth = 4_000;

/**
 * One session at an external broker: messages come in, their outcome is awaited, and only then they are acknowledged.
 * Whatever ends before that - this process, the connection, the broker - the broker sends them again, and what was
 * recorded is known again by its time.
 */
export class BrokerSession {
  readonly #deps: SessionDeps;
  readonly #settings: BrokerSettings;
  readonly #client: MqttClient;
  readonly #filters: readonly string[];
  /** Of the connection that is open; an older one's messages come again on the next. */
  #line: AckLine;
  #isConnected = false;
  #isEnding = false;
  readonly #held: (() => void)[] = [];
  #waiting = 0;

  constructor(
    deps: SessionDeps,
    settings: BrokerSettings,
    { clientId, filters }: { readonly clientId: string; readonly filters: readonly string[] },
  ) {
    this.#deps = deps;
    this.#settings = settings;
    this.#filters = filters;
    this.#line = new AckLine(() => undefined);
    const client = connect(settings.url, optionsFor(settings, clientId));
    this.#client = client;
    client.on("connect", (packet) => this.#connected(packet));
    client.on("close", () => this.#disconnected());
    client.on("error", (error) => deps.log.warn({ err: error, client: clientId }, "the MQTT broker is out of reach"));
    // Of QoS 0 to the library, so that it does not acknowledge; the id remains and is acknowledged here.
    client.on("packetreceive", (packet) => {
      if (packet.cmd === "publish") packet.qos = 0;
    });
    client.on("message", (topic, payload, packet) => this.#hear(topic, payload, packet));
    client.handleMessage = (_packet, done) => {
      if (this.#waiting < mostDepth) done();
      else this.#held.push(done);
    };
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  #connected({ sessionPresent }: IConnackPacket): void {
    const { stream } = this.#client;
    this.#line = new AckLine((ids) => void stream.write(pubacks(ids)));
    this.#isConnected = true;
    this.#deps.metrics.mqttConnected.inc();
    this.#deps.log.info({ session: sessionPresent ? "resumed" : "new" }, "connected to the MQTT broker");
    // Also in a resumed session: what a gateway subscribes to may have grown with its version.
    const wanted = Object.fromEntries(this.#filters.map((filter) => [filter, { qos: 1 as const, rh: 2 }]));
    this.#client.subscribe(wanted, (error, granted = []) => {
      const refused = granted.filter(({ qos }) => Number(qos) >= 128).map(({ topic }) => topic);
      if (error === null && refused.length === 0) return;
      if (!this.#isConnected) return;
      this.#deps.log.error({ err: error ?? undefined, refused }, "the MQTT broker refuses the gateway's subscription");
    });
  }

  #disconnected(): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#line = new AckLine(() => undefined);
    this.#deps.metrics.mqttConnected.dec();
    if (!this.#isEnding) this.#deps.log.warn("the connection to the MQTT broker was lost");
  }

  #hear(topic: string, payload: Buffer, packet: IPublishPacket): void {
    const acknowledge = packet.messageId === undefined ? () => undefined : this.#line.add(packet.messageId);
    const subject = parseTopic(topic);
    if (subject === undefined) {
      // A filter lets more through than ids allow: there is no device to tell it.
      this.#deps.metrics.mqttMessages.inc({ result: "refused" });
      this.#deps.log.warn("a message on a topic that names no device was passed over");
      acknowledge();
      return;
    }
    const credential = this.#credentialOf(packet);
    const idempotencyKey = userProperty(packet, "idempotency-key");
    void this.#handle({ topic, subject, payload, credential, idempotencyKey }, packet, acknowledge);
  }

  async #handle(arrival: Arrival, packet: IPublishPacket, acknowledge: () => void): Promise<void> {
    this.#waiting++;
    const outcome = await this.#deps.reception.take(arrival);
    this.#waiting--;
    this.#held.shift()?.();
    const { level, text } = this.#deps.reception.answer(outcome, arrival.topic);
    const { correlationData } = packet.properties ?? {};
    // On the same connection before the acknowledgement: a broker that has that one has the answer.
    if (this.#isConnected) {
      this.#client.publish(topicOf(arrival.subject.place, level), text, {
        qos: 1,
        properties: {
          contentType: level === "errors" ? "application/problem+json" : "application/json",
          ...(correlationData !== undefined && { correlationData }),
        },
      });
    }
    acknowledge();
  }

  #credentialOf(packet: IPublishPacket): Credential {
    const text = userProperty(packet, "api-key");
    if (text !== undefined) return { kind: "key", text, address: undefined };
    return this.#settings.isTrusted ? { kind: "broker" } : { kind: "none" };
  }

  /** Leaves; the session stays at the broker, with all that was not acknowledged. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#client.endAsync();
  }
}

function optionsFor({ ca, client }: BrokerSettings, clientId: string): IClientOptions {
  return {
    protocolVersion: 5,
    clientId,
    clean: false,
    properties: { sessionExpiryInterval: sessionExpiryS, receiveMaximum },
    reconnectPeriod: 1_000,
    connectTimeout: 10_000,
    keepalive: 30,
    resubscribe: false,
    queueQoSZero: false,
    ...(ca !== undefined && { ca }),
    ...(client !== undefined && client),
  };
}

function userProperty({ properties }: IPublishPacket, name: string): string | undefined {
  const value = properties?.userProperties?.[name];
  return Array.isArray(value) ? value[0] : value;
}
