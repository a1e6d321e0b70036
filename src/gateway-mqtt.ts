import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Config, Secrets } from "./config.ts";
import type { HttpDeps } from "./http/deps.ts";
import { problemAnswer } from "./http/problem.ts";
import { readMetric, readReading } from "./http/reading-text.ts";
import { base32 } from "./kernel/ids.ts";
import { subscriberOf } from "./kernel/networks.ts";
import { SettingError, unreadable } from "./kernel/setting-error.ts";
import type { BrokerLogin } from "./mqtt/broker-options.ts";
import { Reception } from "./mqtt/reception.ts";
import type { BrokerState, SeatDeps, Seats } from "./mqtt/seats.ts";
import { keepRenewed, type Renewed } from "./platform/renewed.ts";

export type Mqtt = {
  /** Where devices reach the embedded broker. */
  readonly url: string | undefined;
  /** Readings without an outcome, and how long the first has been here; undefined: no broker is listened to. */
  readonly line: Pick<Reception, "depth" | "oldestMs"> | undefined;
  /** PEM of what the embedded broker shows now; undefined: it uses no TLS. */
  certificate(): string | undefined;
  /** PEM of what is shown to the external one now; undefined: none. */
  clientCertificate(): string | undefined;
  /** Of the external one; undefined: there is none. */
  brokerState(): BrokerState | undefined;
  /** What is wrong with it; undefined: nothing that is known. */
  brokerWhyNot(): string | undefined;
};

/** How often it is looked whether certificates were renewed, ms. */
const certificatesEveryMs = 60_000;

type Given = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly renewEveryMs?: number | undefined;
};

/** The part of the composition root that takes readings from brokers: an external one, the embedded one, or none. */
export async function startMqtt(
  deps: HttpDeps,
  work: Pick<SeatDeps, "db" | "holderName" | "events">,
  { config, secrets, renewEveryMs = certificatesEveryMs }: Given,
  cleanups: { add(step: () => Promise<unknown>): void },
): Promise<Mqtt> {
  const { mqtt } = config;
  if (secrets.mqttUrl === undefined && mqtt.port === undefined) {
    const none = () => undefined;
    return {
      url: undefined,
      line: undefined,
      certificate: none,
      clientCertificate: none,
      brokerState: none,
      brokerWhyNot: none,
    };
  }
  const { accept, tenancy, quotas, strangers, log, metrics, random, tracing } = deps;
  const reception = new Reception({
    ...{ accept, tenancy, quotas, log, metrics, tracing, random, readReading, readMetric },
    problemOf: (fault) => {
      const requestId = `req_${base32(random.bytes(16))}`;
      return problemAnswer(fault, { publicUrl: deps.publicUrl(), requestId }).body;
    },
  });
  const renewal = { log, everyMs: renewEveryMs };
  let broker: Pick<Seats, "state" | "whyNot"> | undefined;
  let toBroker: Renewed<{ readonly client: Pair | undefined }> | undefined;
  if (secrets.mqttUrl !== undefined) {
    const { startSeats } = await import("./mqtt/seats.ts");
    const read = async () => ({
      ca: await pem(mqtt.caFile, "MQTT_CA_FILE"),
      client: await pair(mqtt.client, "MQTT_CLIENT"),
      login: mqtt.urlFile === undefined ? undefined : loginIn(await textIn(mqtt.urlFile, "MQTT_URL_FILE")),
    });
    const shown = await keepRenewed("what is shown to the MQTT broker", read, renewal);
    toBroker = shown;
    cleanups.add(() => shown.stop());
    const seats = startSeats(
      { ...work, reception, log, metrics },
      {
        url: secrets.mqttUrl,
        tls: () => shown.current,
        login: () => shown.current.login,
        isTrusted: mqtt.isTrusted,
        isShared: mqtt.isShared,
        clientName: mqtt.clientName,
      },
    );
    cleanups.add(() => seats.stop());
    broker = seats;
  }
  let url: string | undefined;
  let shown: Renewed<Pair | undefined> | undefined;
  if (mqtt.port !== undefined) {
    shown = await keepRenewed("the certificate of the MQTT broker", () => pair(mqtt.server, "MQTT_TLS"), renewal);
    const { stop } = shown;
    cleanups.add(stop);
    const { startEmbeddedBroker } = await import("./mqtt/embedded-broker.ts");
    const embedded = await startEmbeddedBroker(
      {
        ...{ tenancy, reception, log, metrics },
        mayTry: (address) => strangers.take(subscriberOf(address))?.exceeded !== true,
      },
      { host: config.host, port: mqtt.port, tls: shown.current },
    );
    shown.onRenewed((tls) => tls !== undefined && embedded.show(tls));
    cleanups.add(() => embedded.stop());
    url = embedded.url;
  }
  // First at a stop: nothing more is begun, and nothing that waits is acknowledged.
  cleanups.add(() => reception.stop());
  return {
    ...{ url, line: reception, certificate: () => shown?.current?.cert },
    clientCertificate: () => toBroker?.current.client?.cert,
    ...{ brokerState: () => broker?.state(), brokerWhyNot: () => broker?.whyNot() },
  };
}

type Pair = { readonly cert: string; readonly key: string };

/** Undefined: it names nobody. */
function loginIn(text: string): BrokerLogin | undefined {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || !/^mqtts?:$/.test(url.protocol))
    throw new SettingError("MQTT_URL_FILE holds no URL that begins with mqtt:// or mqtts://.");
  if (url.username === "") return undefined;
  return { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
}

async function pem(file: string | undefined, setting: string): Promise<string | undefined> {
  return file === undefined ? undefined : textIn(file, setting);
}

/** What is no certificate, or not this key's, is said by the names of its settings, before anything listens. */
async function pair(files: Pair | undefined, settings: string): Promise<Pair | undefined> {
  if (files === undefined) return undefined;
  const read = {
    cert: await textIn(files.cert, `${settings}_CERT_FILE`),
    key: await textIn(files.key, `${settings}_KEY_FILE`),
  };
  if (!isCertificateWithKey(read))
    throw new SettingError(
      `${settings}_CERT_FILE and ${settings}_KEY_FILE hold no certificate with its key, in PEM form.`,
    );
  return read;
}

function isCertificateWithKey({ cert, key }: { readonly cert: string; readonly key: string }): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

async function textIn(file: string, setting: string): Promise<string> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw unreadable(setting, file, error);
  });
}
