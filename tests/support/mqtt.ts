import { connect, type IClientOptions, type MqttClient } from "mqtt";

/** A message that a client heard. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type Heard = { readonly topic: string; readonly body: any };

export type TestClient = {
  readonly client: MqttClient;
  /** Resolves when the broker has acknowledged it. */
  publish(topic: string, payload: unknown): Promise<unknown>;
  /** @returns what comes, as it comes. @throws when the broker refuses it */
  listen(...filters: string[]): Promise<Ear>;
  closed(): Promise<void>;
  end(): Promise<void>;
};

/** What came on some topics, and the next of it. */
export class Ear {
  readonly #heard: Heard[] = [];
  #waiting: (() => void) | undefined;

  hear(message: Heard): void {
    this.#heard.push(message);
    this.#waiting?.();
  }

  /** Those that a test has not taken yet, once there are so many. */
  async take(count: number): Promise<Heard[]> {
    while (this.#heard.length < count) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
    return this.#heard.splice(0, count);
  }

  async next(): Promise<Heard> {
    return (await this.take(1))[0] as Heard;
  }
}

/** A device of MQTT 3.1.1, as most are. @throws when it is not let in */
export async function mqttClient(url: string, key: string, options: IClientOptions = {}): Promise<TestClient> {
  const client = connect(url, {
    ...{ protocolVersion: 4, username: "device", password: key, reconnectPeriod: 0, connectTimeout: 10_000 },
    ...options,
  });
  await new Promise<void>((resolve, reject) => {
    client.once("connect", () => resolve());
    client.once("error", reject);
    client.once("close", () => reject(new Error("the broker hung up")));
  });
  client.on("error", () => undefined);
  return {
    client,
    publish: (topic, payload) =>
      client.publishAsync(topic, typeof payload === "string" ? payload : JSON.stringify(payload), { qos: 1 }),
    async listen(...filters) {
      const ear = new Ear();
      client.on("message", (topic, payload) => ear.hear({ topic, body: JSON.parse(payload.toString()) }));
      const granted = await client.subscribeAsync(filters, { qos: 1 });
      if (granted.some(({ qos }) => Number(qos) === 128)) throw new Error("the broker refused the subscription");
      return ear;
    },
    closed: () => new Promise<void>((resolve) => client.once("close", () => resolve())),
    end: () => client.endAsync(true),
  };
}
