/**
 * Acknowledgements of one connection, in the order in which the messages came (MQTT 5, 4.6.0-2), each as soon as all
 * before it may be sent too.
 */
export class AckLine {
  readonly #send: (messageIds: readonly number[]) => void;
  readonly #line: { readonly messageId: number; isDue: boolean }[] = [];

  constructor(send: (messageIds: readonly number[]) => void) {
    this.#send = send;
  }

  /** Messages without an acknowledgement. */
  get depth(): number {
    return this.#line.length;
  }

  /** @returns what says that the message may be acknowledged. */
  add(messageId: number): () => void {
    const place = { messageId, isDue: false };
    this.#line.push(place);
    return () => {
      place.isDue = true;
      const first = this.#line.findIndex(({ isDue }) => !isDue);
      const due = this.#line.splice(0, first < 0 ? this.#line.length : first);
      if (due.length > 0) this.#send(due.map((one) => one.messageId));
    };
  }
}

/** PUBACK with reason 0 (MQTT 5, 3.4.2.1: it may be left out), one after the other. */
export function pubacks(messageIds: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * messageIds.length);
  for (const [i, messageId] of messageIds.entries()) {
    bytes.writeUInt16BE(0x4002, 4 * i);
    bytes.writeUInt16BE(messageId, 4 * i + 2);
  }
  return bytes;
}
