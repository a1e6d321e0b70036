import { readFile } from "node:fs/promises";
import type { Config, Secrets } from "./config.ts";
import type { HttpDeps } from "./http/deps.ts";
import { problemAnswer } from "./http/problem.ts";
import { readMetric, readReading } from "./http/reading-text.ts";
import { base32 } from "./kernel/ids.ts";
import { subscriberOf } from "./kernel/networks.ts";
import { Reception } from "./mqtt/reception.ts";
import type { BrokerState, SeatDeps } from "./mqtt/seats.ts";

export type Mqtt = {
  /** Where devices reach the embedded broker. */
  readonly url: string | undefined;
  /** Readings without an outcome, and how long the first has been here; undefined: no broker is listened to. */
  readonly line: Pick<Reception, "depth" | "oldestMs"> | undefined;
  /** PEM of what the embedded broker shows; undefined: it uses no TLS. */
  readonly certificate: string | undefined;
  /** Of the external one; undefined: there is none. */
  brokerState(): BrokerState | undefined;
};

/** The part of the composition root that takes readings from brokers: an external one, the embedded one, or none. */
export async function startMqtt(
  deps: HttpDeps,
  work: Pick<SeatDeps, "db" | "holderName">,
  { config, secrets }: { readonly config: Config; readonly secrets: Secrets },
  cleanups: { add(step: () => Promise<unknown>): void },
): Promise<Mqtt> {
  const { mqtt } = config;
  if (secrets.mqttUrl === undefined && mqtt.port === undefined) {
    return { url: undefined, line: undefined, certificate: undefined, brokerState: () => undefined };
  }
  const { accept, tenancy, quotas, strangers, log, metrics, random, tracing } = deps;
  const reception = new Reception({
    ...{ accept, tenancy, quotas, log, metrics, tracing, random, readReading, readMetric },
    problemOf: (fault) => {
      const requestId = `req_${base32(random.bytes(16))}`;
      return problemAnswer(fault, { publicUrl: deps.publicUrl(), requestId }).body;
    },
  });
  let brokerState: Mqtt["brokerState"] = () => undefined;
  if (secrets.mqttUrl !== undefined) {
    const { startSeats } = await import("./mqtt/seats.ts");
    const seats = startSeats(
      { ...work, reception, log, metrics },
      {
        url: secrets.mqttUrl,
        ca: await pem(mqtt.caFile),
        client: await pair(mqtt.client),
        isTrusted: mqtt.isTrusted,
        isShared: mqtt.isShared,
        clientName: mqtt.clientName,
      },
    );
    cleanups.add(() => seats.stop());
    brokerState = seats.state;
  }
  let url: string | undefined;
  const tls = mqtt.port === undefined ? undefined : await pair(mqtt.server);
  if (mqtt.port !== undefined) {
    const { startEmbeddedBroker } = await import("./mqtt/embedded-broker.ts");
    const embedded = await startEmbeddedBroker(
      {
        ...{ tenancy, reception, log, metrics },
        mayTry: (address) => strangers.take(subscriberOf(address))?.exceeded !== true,
      },
      { host: config.host, port: mqtt.port, tls },
    );
    cleanups.add(() => embedded.stop());
    url = embedded.url;
  }
  // First at a stop: nothing more is begun, and nothing that waits is acknowledged.
  cleanups.add(() => reception.stop());
  return { url, line: reception, certificate: tls?.cert, brokerState };
}

async function pem(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : readFile(file, "utf8");
}

async function pair(files: { readonly cert: string; readonly key: string } | undefined) {
  return files && { cert: await readFile(files.cert, "utf8"), key: await readFile(files.key, "utf8") };
}
