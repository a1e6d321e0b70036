import { assertState } from "../kernel/fault.ts";
import { AckLine, pubacks } from "./ack-line.ts";

/** What a broker is told beside an answer's text (MQTT 5, 3.3.2.3). */
export type AnswerProperties = {
  readonly contentType: string;
  /** As the message that is answered had it. */
  readonly correlationData?: Uint8Array | undefined;
};

/** Packet ids of a connection: one that is in use is not given out again. Null: all are. */
export type PacketIds = { allocate(): number | null; deallocate(id: number): void };

/** What a connection lets through. */
export type AnswerTerms = {
  readonly ids: PacketIds;
  /** The longest packet that the broker takes (MQTT 5, 3.2.2.3.6), bytes: it hangs up on a longer one. */
  readonly mostBytes: number;
};

/**
 * Answers of one connection, published with QoS 1. What falls due in one turn of the event loop goes out together: packet
 * by packet, by the client library, a message takes a quarter more of the gateway's CPU.
 */
export class AnswerLine {
  readonly #write: (bytes: Buffer) => void;
  readonly #terms: AnswerTerms;
  /** By packet id, those that the broker has not taken yet. */
  readonly #open = new Map<number, () => void>();
  #packets: Buffer[] = [];
  #whenEmpty: (() => void)[] = [];

  constructor(write: (bytes: Buffer) => void, terms: AnswerTerms) {
    this.#write = write;
    this.#terms = terms;
  }

  /**
   * `done` is called when the broker has taken it, or will not.
   *
   * @returns false where the broker takes no packet as long: it is left out, or its message would end the connection
   *   again and again
   */
  publish(topic: string, text: string, properties: AnswerProperties, done: () => void): boolean {
    const { ids, mostBytes } = this.#terms;
    const messageId = ids.allocate();
    assertState(messageId !== null, "more MQTT answers are on their way than there are packet ids");
    const packet = publishPacket(messageId, topic, text, properties);
    if (packet.length > mostBytes) {
      ids.deallocate(messageId);
      setImmediate(done);
      return false;
    }
    this.#open.set(messageId, done);
    if (this.#packets.length === 0) setImmediate(() => this.flush());
    this.#packets.push(packet);
    return true;
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
    if (done === undefined) return;
    this.#open.delete(messageId);
    this.#terms.ids.deallocate(messageId);
    done();
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
    const open = [...this.#open];
    this.#open.clear();
    for (const [messageId, done] of open) {
      this.#terms.ids.deallocate(messageId);
      done();
    }
    this.#tellEmpty();
  }

  #tellEmpty(): void {
    if (this.#open.size === 0) for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }
}

/** A connection's answers and acknowledgements: a broker that has the acknowledgement has the answer too, which goes first. */
export function answersAndAcks(
  write: (bytes: Buffer) => void,
  terms: AnswerTerms,
): { readonly answers: AnswerLine; readonly acks: AckLine } {
  const answers = new AnswerLine(write, terms);
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
