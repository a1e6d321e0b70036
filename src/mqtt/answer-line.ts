import { AckLine, pubacks } from "./ack-line.ts";

/** What a broker is told beside an answer's text (MQTT 5, 3.3.2.3). */
export type AnswerProperties = {
  readonly contentType: string;
  /** As the message that is answered had it. */
  readonly correlationData?: Uint8Array | undefined;
};

/**
 * Answers of one connection, published with QoS 1. What falls due in one turn of the event loop goes out together: packet
 * by packet, by the client library, a message takes a quarter more of the gateway's CPU.
 */
export class AnswerLine {
  readonly #write: (bytes: Buffer) => void;
  readonly #nextId: () => number;
  /** By packet id, those that the broker has not taken yet. */
  readonly #open = new Map<number, () => void>();
  #packets: Buffer[] = [];
  #whenEmpty: (() => void)[] = [];

  /** @param nextId packet ids that nothing else on this connection uses */
  constructor(write: (bytes: Buffer) => void, nextId: () => number) {
    this.#write = write;
    this.#nextId = nextId;
  }

  /** `done` is called when the broker has taken it, or will not. */
  publish(topic: string, text: string, properties: AnswerProperties, done: () => void): void {
    let messageId = this.#nextId();
    while (this.#open.has(messageId)) messageId = this.#nextId();
    this.#open.set(messageId, done);
    if (this.#packets.length === 0) setImmediate(() => this.flush());
    this.#packets.push(publishPacket(messageId, topic, text, properties));
  }

  /** Sends what waits, now. */
  flush(): void {
    const packets = this.#packets;
    if (packets.length === 0) return;
    this.#packets = [];
    this.#write(Buffer.concat(packets));
  }

  /** The broker's PUBACK. */
  acknowledged(messageId: number): void {
    const done = this.#open.get(messageId);
    this.#open.delete(messageId);
    done?.();
    this.#tellEmpty();
  }

  /** Resolves when the broker has taken all, or will not. */
  async emptied(): Promise<void> {
    this.flush();
    if (this.#open.size > 0) await new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
  }

  /** The connection is no more: what was not taken is forgotten, as its messages come again and are answered again. */
  drop(): void {
    this.#packets = [];
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const done of open) done();
    this.#tellEmpty();
  }

  #tellEmpty(): void {
    if (this.#open.size === 0) for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }
}

/** A connection's answers and acknowledgements: a broker that has the acknowledgement has the answer too, which goes first. */
export function answersAndAcks(
  write: (bytes: Buffer) => void,
  nextId: () => number,
): { readonly answers: AnswerLine; readonly acks: AckLine } {
  const answers = new AnswerLine(write, nextId);
  const acks = new AckLine((messageIds) => {
    answers.flush();
    write(pubacks(messageIds));
  });
  return { answers, acks };
}

const [publishQos1, contentTypeId, correlationDataId] = [0x32, 0x03, 0x09];

/** PUBLISH with QoS 1 (MQTT 5, 3.3). */
export function publishPacket(
  messageId: number,
  topic: string,
  text: string,
  { contentType, correlationData }: AnswerProperties,
): Buffer {
  const [topicBytes, textBytes] = [Buffer.byteLength(topic), Buffer.byteLength(text)];
  const correlationBytes = correlationData === undefined ? 0 : 3 + correlationData.length;
  const propertyBytes = 3 + Buffer.byteLength(contentType) + correlationBytes;
  const rest = 2 + topicBytes + 2 + widthOf(propertyBytes) + propertyBytes + textBytes;
  const packet = Buffer.allocUnsafe(1 + widthOf(rest) + rest);
  let at = packet.writeUInt8(publishQos1);
  at = writeLength(packet, rest, at);
  at = packet.writeUInt16BE(topicBytes, at);
  at += packet.write(topic, at);
  at = packet.writeUInt16BE(messageId, at);
  at = writeLength(packet, propertyBytes, at);
  at = packet.writeUInt8(contentTypeId, at);
  at = packet.writeUInt16BE(Buffer.byteLength(contentType), at);
  at += packet.write(contentType, at);
  if (correlationData !== undefined) {
    at = packet.writeUInt8(correlationDataId, at);
    at = packet.writeUInt16BE(correlationData.length, at);
    packet.set(correlationData, at);
    at += correlationData.length;
  }
  packet.write(text, at);
  return packet;
}

/** Bytes of a variable byte integer (1.5.5). */
const widthOf = (value: number) => (value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4);

function writeLength(packet: Buffer, value: number, at: number): number {
  let rest = value;
  for (let next = at; ; next++) {
    const more = rest >= 128 ? 128 : 0;
    packet[next] = (rest % 128) | more;
    rest = Math.floor(rest / 128);
    if (more === 0) return next + 1;
  }
}
