import { setTimeout as sleep } from "node:timers/promises";
import { connect, type MqttClient } from "mqtt";
import type { Notes } from "../clients.ts";
import { between, streamOf } from "../random.ts";
import type { Newest } from "./latest.ts";

export type PublisherOptions = {
  readonly seed: number;
  readonly number: number;
  readonly brokerUrl: string;
  readonly apiKey: string;
  readonly orgId: string;
  readonly plantId: string;
  readonly deviceId: string;
};

type Receipt = {
  readonly record_id: string;
  readonly seq: number;
  readonly commitment: string;
  readonly timestamp: string;
};
type Problem = { readonly status: number; readonly detail: string; readonly timestamp?: string };
type Sent = { readonly payload: string; atMs: number; told: (() => void) | undefined };

/** Readings of one device that have no receipt yet. */
const mostOpen = 5;
/** As docs/mqtt.md has it: a reading is sent again until its receipt came, since a broker that is killed may forget it. */
const againAfterMs = 4_000;

/** Publishes one device's readings, each until its receipt came, and notes what the receipts say. */
export async function runPublisher(
  options: PublisherOptions,
  notes: Notes,
  newest: Newest,
  stop: AbortSignal,
): Promise<void> {
  const { seed, number, plantId, deviceId, orgId } = options;
  const random = streamOf(seed, 2_000 + number);
  const base = `hydro/${orgId}/${plantId}/${deviceId}`;
  const open = new Map<string, Sent>();
  const known = new Map<string, string>();
  const hear = (topic: string, text: string) => {
    if (topic.endsWith("/errors")) {
      const { status, detail, timestamp } = JSON.parse(text) as Problem;
      notes.refusals.push(`${deviceId} ${timestamp}: ${status} ${detail}`);
      return;
    }
    const { record_id: recordId, seq, commitment, timestamp } = JSON.parse(text) as Receipt;
    const before = known.get(timestamp);
    if (before !== undefined && before !== recordId)
      notes.contradictions.push(`${deviceId} ${timestamp} was ${before}, then ${recordId}`);
    if (before !== undefined) return;
    known.set(timestamp, recordId);
    notes.told.push({ plantId, recordId, seq, commitment, atMs: performance.now() });
    newest.note(deviceId, Date.parse(timestamp));
    open.get(timestamp)?.told?.();
    open.delete(timestamp);
  };
  const client = connectTo(options, base, hear);
  const publish = (sent: Sent) => {
    sent.atMs = performance.now();
    const userProperties = { "api-key": options.apiKey };
    client.publish(`${base}/telemetry`, sent.payload, { qos: 1, properties: { userProperties } }, () => undefined);
  };
  const repeating = setInterval(() => {
    for (const sent of open.values()) {
      if (performance.now() - sent.atMs < againAfterMs) continue;
      notes.retries++;
      publish(sent);
    }
  }, 500);
  const startMs = Math.floor(Date.now() / 1_000) * 1_000 - 5 * 86_400_000;
  for (let n = 0; !stop.aborted; n++) {
    const timestamp = new Date(startMs + n * 1_000).toISOString();
    const readings = { flow_rate_m3s: 2.2 + random.below(50) / 100, head_height_m: 45, power_output_kw: 850 };
    const sent: Sent = { payload: JSON.stringify({ timestamp, interval_s: 1, readings }), atMs: 0, told: undefined };
    open.set(timestamp, sent);
    publish(sent);
    if (open.size >= mostOpen) await oneTold(open);
    await sleep(between(random, 5, 60));
  }
  while (open.size > 0) await oneTold(open);
  clearInterval(repeating);
  await client.endAsync(true);
}

function oneTold(open: ReadonlyMap<string, Sent>): Promise<void> {
  return new Promise((resolve) => {
    for (const sent of open.values()) sent.told = resolve;
  });
}

function connectTo(
  { brokerUrl, number }: PublisherOptions,
  base: string,
  hear: (topic: string, text: string) => void,
): MqttClient {
  const client = connect(brokerUrl, {
    ...{ protocolVersion: 5, clientId: `device-${number}`, clean: false, reconnectPeriod: 200 },
    properties: { sessionExpiryInterval: 3_600 },
  });
  client.on("error", () => undefined);
  client.on("connect", () => client.subscribe([`${base}/receipts`, `${base}/errors`], { qos: 1 }, () => undefined));
  client.on("message", (topic, payload) => hear(topic, payload.toString()));
  return client;
}
