import type { IClientOptions, UniqueMessageIdProvider } from "mqtt";

/** PEM. `ca` undefined: the authorities that Node knows; `client`: the gateway's own certificate. */
export type BrokerTls = {
  readonly ca: string | undefined;
  readonly client: { readonly cert: string; readonly key: string } | undefined;
};

export type BrokerLogin = { readonly username: string; readonly password: string };

/** How to reach the broker. */
export type BrokerSettings = {
  /** `mqtt:` or `mqtts:`, with user and password where the broker asks for them. */
  readonly url: string;
  /** What the next connection shows and believes: renewed while the gateway runs. */
  tls(): BrokerTls;
  /** User and password of the next connection, in the place of the URL's; undefined: those of the URL. */
  login?(): BrokerLogin | undefined;
  /** The broker lets each device publish on its own topics only: the operator says so. */
  readonly isTrusted: boolean;
  /** Several gateways take part, by a shared subscription; else one takes all, and another one in its place. */
  readonly isShared: boolean;
  /** Begins the client ids of the gateways, and names their shared subscription. */
  readonly clientName: string;
};

export type SessionPlan = {
  readonly clientId: string;
  readonly filters: readonly string[];
  /** Messages that the broker sends before the first of them is acknowledged. */
  readonly receiveMaximum: number;
  /** Takes what the broker still holds for the session, and no more: its subscriptions are ended. */
  readonly isClosing?: boolean;
};

/** How long the broker keeps what comes while no gateway is there, s. */
const sessionExpiryS = 7 * 86_400;
/** A larger message the broker does not pass on (MQTT 5, 3.1.2.11.4), bytes: no reading is as long. */
const longestPacket = 131_072;
/** After which a broker is tried again, ms: one that is away; one that has refused, and may bar who tries too often. */
const [againAfterMs, afterRefusalMs] = [250, 5_000];

/** How long to wait before the next try, ms. @param error of the last one; undefined: it went well. */
export function pauseAfter(error: unknown): number {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "number" ? afterRefusalMs : againAfterMs;
}

export function optionsFor(
  settings: BrokerSettings,
  { clientId, receiveMaximum }: SessionPlan,
  messageIdProvider: UniqueMessageIdProvider,
): IClientOptions {
  return {
    protocolVersion: 5,
    clientId,
    clean: false,
    properties: { sessionExpiryInterval: sessionExpiryS, receiveMaximum, maximumPacketSize: longestPacket },
    reconnectPeriod: againAfterMs,
    // Else one refusal, as of a broker whose users are out of reach for a moment, would be the end of the session.
    reconnectOnConnackError: true,
    connectTimeout: 10_000,
    keepalive: 30,
    resubscribe: false,
    queueQoSZero: false,
    messageIdProvider,
    // A dozen calls a message, which only a debugger would read.
    log: () => undefined,
    ...shownOptions(settings),
  };
}

/** What the next connection shows and believes. */
export function shownOptions(
  settings: BrokerSettings,
): Pick<IClientOptions, "ca" | "cert" | "key" | "username" | "password"> {
  const { ca, client } = settings.tls();
  return { ...(ca !== undefined && { ca }), ...client, ...settings.login?.() };
}
