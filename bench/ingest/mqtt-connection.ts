import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A message as it goes over the line, but for its packet id. */
export type Publish = { readonly bytes: Buffer; readonly idAt: number };

/** PUBLISH with QoS 1 and one user property (MQTT 5, 3.3). */
export function publishPacket(topic: string, payload: string, [name, value]: readonly [string, string]): Publish {
  const property = Buffer.concat([Buffer.of(0x26), text(name), text(value)]);
  const head = text(topic);
  const rest = Buffer.concat([Buffer.alloc(2), length(property.length), property, Buffer.from(payload)]);
  const size = length(head.length + rest.length);
  return {
    bytes: Buffer.concat([Buffer.of(0x32), size, head, rest]),
    idAt: 1 + size.length + head.length,
  };
}

/** Messages of one connection that the broker has not acknowledged. */
const mostInFlight = 100;

/**
 * One publisher of MQTT 5, with as little work as a load generator can do: it shares two cores with what it measures, and
 * a client library would take more of them than the gateway.
 */
export class MqttConnection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #acknowledged: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async open(port: number, clientId: string): Promise<MqttConnection> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.setNoDelay(true);
    // Clean start, no keep-alive, no properties (3.1).
    const body = Buffer.concat([text("MQTT"), Buffer.of(5, 0x02, 0, 0, 0), text(clientId)]);
    socket.write(Buffer.concat([Buffer.of(0x10), length(body.length), body]));
    const [connack] = (await once(socket, "data")) as [Buffer];
    if (connack[0] !== 0x20 || connack[3] !== 0) throw new Error(`the broker refused with ${connack.toString("hex")}`);
    const connection = new MqttConnection(socket);
    socket.on("data", (piece: Buffer) => connection.#hear(piece));
    return connection;
  }

  /** Resolves when the broker has acknowledged all. */
  async publish(packets: readonly Publish[]): Promise<void> {
    let [sent, open] = [0, 0];
    await new Promise<void>((resolve) => {
      const send = () => {
        const some: Buffer[] = [];
        for (; open < mostInFlight && sent < packets.length; open++, sent++) {
          const { bytes, idAt } = packets[sent] as Publish;
          bytes.writeUInt16BE(1 + (sent % 65_000), idAt);
          some.push(bytes);
        }
        if (some.length > 0) this.#socket.write(Buffer.concat(some));
      };
      this.#acknowledged = () => {
        open--;
        if (open === 0 && sent === packets.length) resolve();
        else if (open <= mostInFlight / 2) send();
      };
      send();
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #hear(piece: Buffer): void {
    const bytes = this.#received.length === 0 ? piece : Buffer.concat([this.#received, piece]);
    let at = 0;
    // PUBACK is short: its length is one byte (3.4).
    while (at + 2 <= bytes.length && at + 2 + (bytes[at + 1] as number) <= bytes.length) {
      if (bytes[at] !== 0x40) throw new Error(`the broker sent a packet of type ${bytes[at]}`);
      at += 2 + (bytes[at + 1] as number);
      this.#acknowledged?.();
    }
    this.#received = bytes.subarray(at);
  }
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const size = Buffer.alloc(2);
  size.writeUInt16BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

/** A variable byte integer (1.5.5). */
function length(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; bytes.length === 0 || rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
  }
  return Buffer.from(bytes);
}
