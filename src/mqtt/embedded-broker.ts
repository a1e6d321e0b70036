import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, Server as TlsServer } from "node:tls";
import { Aedes, type AuthenticateError, type Client, type PublishPacket } from "aedes";
import { shortened } from "../hydropower/json-text.ts";
import { quantityNames } from "../hydropower/quantities.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { hostInUrl } from "../platform/addresses.ts";
import type { Log } from "../platform/log.ts";
import { pause } from "../platform/loop.ts";
import type { Metrics } from "../platform/metrics.ts";
import { parseApiKey } from "../tenancy/api-key.ts";
import { mayUseDevice, mayUsePlant } from "../tenancy/scope.ts";
import { authenticate, type TenancyDeps } from "../tenancy/tenancy.ts";
import { boundPackets, readOn } from "./embedded-flow.ts";
import { type Session, Sessions } from "./embedded-sessions.ts";
import type { Outcome } from "./message.ts";
import type { Arrival, Reception } from "./reception.ts";
import { mayListen } from "./subscriptions.ts";
import { type Place, parseMisnamed, parseTopic, readingLevel, topicOf } from "./topics.ts";

export type EmbeddedDeps = {
  readonly tenancy: TenancyDeps;
  readonly reception: Reception;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Counts a client that showed no good key against its address; false: that has had too many. */
  mayTry(address: string): boolean;
};

export type EmbeddedSettings = {
  readonly host: string;
  /** 0: any free port. "usual": 1883, or any free one where that is taken. */
  readonly port: number | "usual";
  /** Certificate and key, PEM; undefined: no TLS. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
};

export type EmbeddedBroker = {
  readonly url: string;
  /** A renewed certificate, to clients that come from now on. */
  show(tls: NonNullable<EmbeddedSettings["tls"]>): void;
  stop(): Promise<void>;
};

const usualPort = 1883;
/** With what each may hold this bounds the broker's memory; who needs more uses a broker of its own. */
const mostConnections = 1_000;
/** How long a client may take to say who it is, and before that with its handshake, ms. */
const connectMs = 10_000;
/** Before the system asks whether the other end is still there, ms. */
const silentMs = 60_000;
/** Answers that a listener has not read yet, bytes: beyond it is cut off, and nobody else waits. */
const mostUnread = 262_144;
/** Metrics of one connection that wait for the others of their reading. */
const mostOpenMetrics = 256;
const nothing = Buffer.alloc(0);

/**
 * A broker (MQTT 3.1.1) in the gateway, so that `mosquitto_pub` works at once. Its devices are the API keys; it passes
 * readings to nobody but the gateway, and acknowledges each when it is durable.
 */
export async function startEmbeddedBroker(deps: EmbeddedDeps, settings: EmbeddedSettings): Promise<EmbeddedBroker> {
  const sessions = new Sessions(deps);
  const stopping = new AbortController();
  const broker = await Aedes.createBroker({
    // One listener that does not read must not hold up the answers of the others.
    concurrency: 0,
    connectTimeout: connectMs,
    drainTimeout: 10_000,
    maxInflightInbound: 20,
    preConnect: (_client, packet, done) => {
      // Answers are for who listens: what is kept for clients that are away would be kept in memory.
      packet.clean = true;
      // Would be said by the broker, of a device that is gone: it is no reading.
      delete packet.will;
      done(null, true);
    },
    authenticate: (client, username, password, done) => {
      identify(deps, client, username, password).then(
        (session) => {
          sessions.add(client, session);
          // Who takes over whose connection is between clients of one key.
          Object.assign(client, { id: `${session.actor.keyId}/${client.id}` });
          done(null, true);
        },
        (error: unknown) => done(refusal(deps, error), null),
      );
    },
    authorizeSubscribe: (client, subscription, done) => {
      const session = sessions.of(client);
      const { topic } = subscription;
      const isGranted = session && mayListen(session.actor, topic) && sessions.listen(client, topic);
      done(null, isGranted ? subscription : null);
    },
    authorizeForward: (client, packet) => {
      if ((client.conn as Socket).writableLength < mostUnread) return packet;
      client.close();
      return null;
    },
    authorizePublish: (client, packet, done) => {
      const session = client === null ? undefined : sessions.of(client);
      const arrival = session && arrivalOf(session, packet);
      const misnamed = arrival === undefined ? parseMisnamed(packet.topic) : undefined;
      if (session !== undefined && misnamed !== undefined && isOwn(session.actor, misnamed)) {
        packet.retain = false;
        packet.payload = nothing;
        answer({ ok: false, fault: noMetric(packet.topic) }, packet.topic, misnamed);
        done(null);
        return;
      }
      if (client === null || session === undefined || arrival === undefined) {
        done(new Error("this client may not publish here"));
        return;
      }
      packet.retain = false;
      // What is kept of a message of QoS 2, until its client releases it, is that it came: nobody else is given it.
      packet.payload = nothing;
      const isMetric = arrival.subject.metric !== undefined;
      if (isMetric && ++session.openMetrics < mostOpenMetrics) readOn(client);
      const end = (error?: unknown) => {
        if (isMetric) session.openMetrics--;
        done(error instanceof Error ? error : null);
      };
      receive(arrival, client).then(() => end(), end);
    },
  });
  (broker as NodeJS.EventEmitter).on("error", (error: unknown) =>
    deps.log.error({ err: error }, "the embedded MQTT broker stumbled"),
  );
  broker.on("unsubscribe", (filters, client) => sessions.unlisten(client, filters));
  broker.on("clientDisconnect", (client) => sessions.remove(client));
  const receive = async (arrival: Arrival, client: Client) => {
    for (;;) {
      const outcome = await deps.reception.take(arrival);
      const waitS =
        !outcome.ok && outcome.fault.code === "quota-exceeded" ? outcome.fault.facts.retryAfterS : undefined;
      if (waitS !== undefined) {
        // It is acknowledged when there is room again: its own client waits, and nobody else.
        for (let s = 0; s < waitS && !client.closed; s++) await pause(1_000, stopping.signal);
        // Not acknowledged: it comes again.
        if (client.closed || stopping.signal.aborted) throw new Error("not taken in");
        continue;
      }
      answer(outcome, arrival.topic, arrival.subject.place);
      return;
    }
  };
  const answer = (outcome: Outcome, askedOn: string, place: Place) => {
    const { level, text } = deps.reception.answer(outcome, askedOn);
    const topic = topicOf(place, level);
    broker.publish({ cmd: "publish", topic, payload: text, qos: 1, retain: false, dup: false }, () => undefined);
  };
  const sockets = new Set<Socket>();
  const { tls } = settings;
  const server = tls === undefined ? createServer() : createTlsServer({ ...tls, handshakeTimeout: connectMs });
  server.maxConnections = mostConnections;
  // Of each connection, also of one whose handshake does not go on: it has a place, and would hold up the stop.
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    // A client that asks for no keepalive of MQTT's and dies without a word would keep its place for good.
    socket.setKeepAlive(true, silentMs);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
    socket.setNoDelay(true);
    boundPackets(broker.handle(socket));
  });
  // A handshake that fails is between the two ends.
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  const port = await listen(server, settings);
  return {
    url: `${tls === undefined ? "mqtt" : "mqtts"}://${hostInUrl(settings.host)}:${port}`,
    show: (renewed) => void (server instanceof TlsServer && server.setSecureContext(renewed)),
    async stop() {
      stopping.abort();
      const closed = once(server, "close");
      server.close();
      await sessions.stop();
      await new Promise<void>((resolve) => broker.close(resolve));
      // The library knows only those that were let in.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** @throws {Fault} `unauthenticated`, `quota-exceeded` */
async function identify(
  { tenancy, mayTry }: EmbeddedDeps,
  client: Client,
  username: string | undefined,
  password: Buffer | undefined,
): Promise<Session> {
  const address = (client.conn as Socket).remoteAddress;
  const secret = password?.toString() ?? "";
  const text = parseApiKey(secret) === undefined && username !== undefined ? username : secret;
  const credential = { kind: "key", text, address } as const;
  try {
    return {
      credential,
      actor: await authenticate(tenancy, text, credential),
      filters: new Set<string>(),
      openMetrics: 0,
      connection: new AbortController(),
    };
  } catch (error) {
    const isBad = error instanceof Fault && error.code === "unauthenticated";
    if (isBad && !mayTry(address ?? "")) throw new Fault("quota-exceeded", "This address tried too many keys.");
    throw error;
  }
}

/** The return codes of CONNACK in MQTT 3.1.1, section 3.2.2.3. */
function refusal(deps: EmbeddedDeps, error: unknown): AuthenticateError {
  if (!(error instanceof Fault)) deps.log.error({ err: error }, "an MQTT client could not be let in");
  const isBad = error instanceof Fault && error.code === "unauthenticated";
  return Object.assign(new Error("not let in"), { returnCode: isBad ? 4 : 3 }) as AuthenticateError;
}

/** Undefined: the topic is not one of those that the client's key may send readings on. */
function arrivalOf({ credential, actor, connection }: Session, packet: PublishPacket): Arrival | undefined {
  const subject = parseTopic(packet.topic);
  if (subject === undefined || !isOwn(actor, subject.place)) return undefined;
  const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
  const answeredOn = packet.qos === 0 ? undefined : connection.signal;
  return { topic: packet.topic, subject, payload, credential, connection: answeredOn };
}

/** A device that was cut off for it would come back and send the same for ever, and its engineer hear nothing. */
function noMetric(topic: string): Fault {
  const last = topic.split("/").at(-1) ?? "";
  const known = [readingLevel, ...quantityNames].join(", ");
  return new Fault("invalid-request", `The topic ends in "${shortened(last)}": use one of ${known}.`);
}

function isOwn(actor: Actor, { orgId, plantId, deviceId }: Arrival["subject"]["place"]): boolean {
  return orgId === actor.orgId && mayUsePlant(actor, plantId) && mayUseDevice(actor, deviceId);
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
