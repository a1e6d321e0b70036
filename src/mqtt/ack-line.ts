/**
 * Acknowledgements of one connection, in the order in which the messages came (MQTT 5, 4.6.0-2), each as soon as all
 * before it may be sent too. What falls due in one turn of the event loop goes out together.
 */
export class AckLine {
  readonly #send: (messageIds: readonly number[]) => void;
  #line: { readonly messageId: number; isDue: boolean }[] = [];
  #isFlushing = false;

  constructor(send: (messageIds: readonly number[]) => void) {
    this.#send = send;
  }

  /** @returns what says that the message may be acknowledged. */
  add(messageId: number): () => void {
    const place = { messageId, isDue: false };
    this.#line.push(place);
    return () => {
      place.isDue = true;
      if (this.#isFlushing || this.#line[0]?.isDue !== true) return;
      this.#isFlushing = true;
      setImmediate(() => this.#flush());
    };
  }

  #flush(): void {
    this.#isFlushing = false;
    const first = this.#line.findIndex(({ isDue }) => !isDue);
    const due = first < 0 ? this.#line : this.#line.slice(0, first);
    this.#line = first < 0 ? [] : this.#line.slice(first);
    this.#send(due.map(({ messageId }) => messageId));
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
