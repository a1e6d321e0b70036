import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Mosquitto } from "../../tests/support/mosquitto.ts";
import { median } from "../fraud/measure.ts";
import type { BenchRow } from "../row.ts";
import { MqttConnection, type Publish, publishPacket } from "./mqtt-connection.ts";
import { Fleet } from "./readings.ts";
import { startWorldBesideLedger, type World } from "./world.ts";

const connections = 20;
const plants = 40;
const rounds = { warmUp: 1, measured: 5 };
const messagesPerRound = 30_000;
const wantedPerSecond = 5_000;
/** How late the end of a round may be seen. */
const mostInexactMs = 25;

/**
 * Its acknowledgements are no promise here, the gateway's receipts are: it saves at its end, and it neither drops what
 * waits nor holds back what the gateway would take.
 */
const brokerSettings = ["persistence true", "max_inflight_messages 0", "max_queued_messages 0", "set_tcp_nodelay true"];

/**
 * Messages of three values each, published with QoS 1 at a real broker, until each is judged, chained, durable and
 * answered with a receipt; against a subscriber that only parses, checks and acknowledges the same messages, in turns.
 */
export async function benchMqtt(): Promise<BenchRow[]> {
  const broker = await Mosquitto.start({ settings: brokerSettings });
  const world = await startWorldBesideLedger({ MQTT_URL: broker.url });
  const bare = fork(fileURLToPath(new URL("../reference/bare-mqtt.ts", import.meta.url)), [broker.url]);
  try {
    await once(bare, "message");
    const fleet = new Fleet(plants, "MQTT");
    await fleet.register(world);
    const senders = await Promise.all(
      Array.from({ length: connections }, (_, i) => MqttConnection.open(broker.port, `bench-${i}`)),
    );
    const measured: { ours: number; reference: number }[] = [];
    for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
      const before = world.cpu();
      const ours = await perSecond(senders, packets(fleet, world.apiKey, "hydro"), () => taken(world));
      const after = world.cpu();
      await world.settled();
      const reference = await perSecond(senders, packets(fleet, world.apiKey, "bare"), () => askedOf(bare));
      const us = (seconds: number) => Math.round((1e6 * seconds) / messagesPerRound);
      console.error(
        `    ${Math.round(ours)} messages/s on record (${us(after.gateway - before.gateway)} us of CPU each in the gateway, ${us(after.postgres - before.postgres)} in PostgreSQL), bare subscriber ${Math.round(reference)} messages/s`,
      );
      if (round >= rounds.warmUp) measured.push({ ours, reference });
    }
    for (const sender of senders) sender.close();
    console.error(`    RSS of the gateway ${Math.round(world.rssMb())} MB`);
    const ours = median(measured.map((one) => one.ours));
    return [
      {
        name: "ingest/mqtt",
        ours,
        reference: median(measured.map((one) => one.reference)),
        ratio: median(measured.map((one) => one.ours / one.reference)),
        unit: `messages/s of 3 values through Mosquitto, durable; reference: a subscriber that only acknowledges`,
        target: `>= ${wantedPerSecond} messages/s`,
        holds: ours >= wantedPerSecond,
      },
    ];
  } finally {
    bare.kill();
    await world.stop();
    await broker.remove();
  }
}

/** The next readings, each plant's over one connection, as a device's would be. */
function packets(fleet: Fleet, apiKey: string, root: string): Publish[][] {
  const all: Publish[][] = Array.from({ length: connections }, () => []);
  for (let i = 0; i < messagesPerRound; i++) {
    const body = fleet.next();
    const { plant_id, device_id } = JSON.parse(body) as { plant_id: string; device_id: string };
    const topic = `${root}/demo/${plant_id}/${device_id}/telemetry`;
    const plant = Number(plant_id.split("-").at(-1));
    all[plant % connections]?.push(publishPacket(topic, body, ["api-key", apiKey]));
  }
  return all;
}

/** From the first message published to the last one taken. */
async function perSecond(
  senders: readonly MqttConnection[],
  all: readonly Publish[][],
  takenSoFar: () => Promise<number>,
): Promise<number> {
  const before = await takenSoFar();
  const startedMs = performance.now();
  const published = Promise.all(senders.map((sender, i) => sender.publish(all[i] ?? [])));
  for (;;) {
    const taken = (await takenSoFar()) - before;
    if (taken >= messagesPerRound) break;
    // Asking for all metrics costs the gateway milliseconds, too: seldom at first, often when it is about to end.
    const leftMs = ((messagesPerRound - taken) * (performance.now() - startedMs)) / Math.max(taken, 1);
    await wait(Math.min(Math.max(leftMs / 2, mostInexactMs), 500));
  }
  const tookS = (performance.now() - startedMs) / 1_000;
  await published;
  return messagesPerRound / tookS;
}

/** Messages that the gateway has on record and answered. */
async function taken({ baseUrl }: World): Promise<number> {
  const text = await (await fetch(`${baseUrl}/metrics`)).text();
  const refused = Number(/^hydro_mqtt_messages_total\{result="refused"\} (\d+)/m.exec(text)?.[1] ?? 0);
  if (refused > 0) throw new Error(`${refused} messages were refused`);
  return Number(/^hydro_mqtt_messages_total\{result="accepted"\} (\d+)/m.exec(text)?.[1] ?? 0);
}

async function askedOf(bare: ChildProcess): Promise<number> {
  const answer = once(bare, "message");
  bare.send("taken");
  return Number((await answer)[0]);
}
