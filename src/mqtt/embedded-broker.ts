import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { Aedes, type AuthenticateError, type Client, type PublishPacket } from "aedes";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { Log } from "../platform/log.ts";
import { pause } from "../platform/loop.ts";
import type { Metrics } from "../platform/metrics.ts";
import { parseApiKey } from "../tenancy/api-key.ts";
import { authenticate, type TenancyDeps } from "../tenancy/tenancy.ts";
import type { Credential } from "./message.ts";
import type { Arrival, Reception } from "./reception.ts";
import { mayListen } from "./subscriptions.ts";
import { parseTopic, topicOf } from "./topics.ts";

export type EmbeddedDeps = {
  readonly tenancy: TenancyDeps;
  readonly reception: Reception;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Counts an attempt to connect with a credential that is not good; false: this address has had too many. */
  mayTry(address: string): boolean;
};

export type EmbeddedSettings = {
  readonly host: string;
  /** 0: any free port. "usual": 1883, or any free one where that is taken. */
  readonly port: number | "usual";
  /** Certificate and key, PEM; undefined: no TLS. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
};

export type EmbeddedBroker = { readonly url: string; stop(): Promise<void> };

const usualPort = 1883;
const mostConnections = 5_000;

/** Who a client is: its key's text, since whether that is still good is asked anew for each message. */
type Session = { readonly credential: Extract<Credential, { kind: "key" }>; readonly actor: Actor };

/**
 * A broker (MQTT 3.1.1) in the gateway, so that `mosquitto_pub` works at once. Its devices are the API keys; it passes
 * readings to nobody but the gateway, and acknowledges each when it is durable.
 */
export async function startEmbeddedBroker(deps: EmbeddedDeps, settings: EmbeddedSettings): Promise<EmbeddedBroker> {
  const stopping = new AbortController();
  const sessions = new WeakMap<Client, Session>();
  const broker = await Aedes.createBroker({
    // Answers are for who listens: what is kept for clients that are away would be kept in memory.
    preConnect: (_client, packet, done) => {
      packet.clean = true;
      done(null, true);
    },
    authenticate: (client, username, password, done) => {
      identify(deps, client, username, password).then(
        (session) => {
          sessions.set(client, session);
          // Who takes over whose connection is between clients of one key.
          Object.assign(client, { id: `${session.actor.keyId}/${client.id}` });
          done(null, true);
        },
        (error: unknown) => done(refusal(deps, error), null),
      );
    },
    authorizeSubscribe: (client, subscription, done) => {
      const session = sessions.get(client);
      done(null, session && mayListen(session.actor, subscription.topic) ? subscription : null);
    },
    authorizePublish: (client, packet, done) => {
      const session = client === null ? undefined : sessions.get(client);
      const arrival = session && arrivalOf(session, packet);
      // A will is said by the broker, of a device that is gone: it is no reading.
      if (client === null || arrival === undefined || client.closed) {
        done(new Error("this client may not publish here"));
        return;
      }
      packet.retain = false;
      const isMetric = arrival.subject.metric !== undefined;
      if (isMetric) readOn(client);
      receive(arrival).then(() => done(), done);
    },
  });
  const receive = async (arrival: Arrival) => {
    for (;;) {
      const outcome = await deps.reception.take(arrival);
      const wait = !outcome.ok && outcome.fault.code === "quota-exceeded" ? outcome.fault.facts.retryAfterS : undefined;
      if (wait !== undefined) {
        // It is acknowledged when there is room again: its own client waits, and nobody else.
        await pause(1000 * wait, stopping.signal);
        continue;
      }
      const { level, text } = deps.reception.answer(outcome, arrival.topic);
      const topic = topicOf(arrival.subject.place, level);
      broker.publish({ cmd: "publish", topic, payload: text, qos: 1, retain: false, dup: false }, () => undefined);
      return;
    }
  };
  broker.on("clientReady", () => deps.metrics.mqttConnected.inc());
  broker.on("clientDisconnect", () => deps.metrics.mqttConnected.dec());
  const server = settings.tls === undefined ? createServer() : createTlsServer(settings.tls);
  server.maxConnections = mostConnections;
  server.on(settings.tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
    socket.setNoDelay(true);
    broker.handle(socket);
  });
  const port = await listen(server, settings);
  const name = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
  return {
    url: `${settings.tls === undefined ? "mqtt" : "mqtts"}://${name}:${port}`,
    async stop() {
      stopping.abort();
      const closed = once(server, "close");
      server.close();
      await new Promise<void>((resolve) => broker.close(resolve));
      await closed;
    },
  };
}

/** @throws {Fault} `unauthenticated` */
async function identify(
  { tenancy }: EmbeddedDeps,
  client: Client,
  username: string | undefined,
  password: Buffer | undefined,
): Promise<Session> {
  const address = (client.conn as Socket).remoteAddress;
  const secret = password?.toString() ?? "";
  const text = parseApiKey(secret) === undefined && username !== undefined ? username : secret;
  const credential = { kind: "key", text, address } as const;
  return { credential, actor: await authenticate(tenancy, text, credential) };
}

/** The return codes of CONNACK in MQTT 3.1.1, section 3.2.2.3. */
function refusal(deps: EmbeddedDeps, error: unknown): AuthenticateError {
  const isBad = error instanceof Fault && error.code === "unauthenticated";
  if (!isBad) deps.log.error({ err: error }, "an MQTT client could not be let in");
  return Object.assign(new Error("not let in"), { returnCode: isBad ? 4 : 3 }) as AuthenticateError;
}

function arrivalOf({ credential, actor }: Session, packet: PublishPacket): Arrival | undefined {
  const subject = parseTopic(packet.topic);
  if (subject === undefined || subject.place.orgId !== actor.orgId) return undefined;
  const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
  return { topic: packet.topic, subject, payload, credential };
}

/**
 * The broker reads a client's next messages when it is done with those before; one metric waits for the others, which
 * may be among the next.
 */
function readOn(client: Client): void {
  setImmediate(() => (client as unknown as { _nextBatch(): void })._nextBatch());
}

async function listen(server: Server, { host, port }: EmbeddedSettings): Promise<number> {
  const attempt = (number: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(number, host, () => {
        server.off("error", reject);
        resolve();
      });
    });
  try {
    await attempt(port === "usual" ? usualPort : port);
  } catch (error) {
    if (port !== "usual" || (error as NodeJS.ErrnoException).code !== "EADDRINUSE") {
      throw new Error(
        `The MQTT port ${port === "usual" ? usualPort : port} cannot be used: ${(error as Error).message}`,
      );
    }
    await attempt(0);
  }
  return (server.address() as AddressInfo).port;
}
