type Send = (done: () => void) => void;

/** Sends so many at once; the others wait in their order. */
export class Window {
  #width: number;
  readonly #waiting: Send[] = [];
  #open = 0;

  constructor(width: number) {
    this.#width = width;
  }

  /** `send` is called now, or as soon as there is room; it says when its place is free again. */
  add(send: Send): void {
    if (this.#open >= this.#width) this.#waiting.push(send);
    else this.#begin(send);
  }

  /** Nothing is sent here any more: whoever waits is called now. */
  open(): void {
    this.#width = Number.POSITIVE_INFINITY;
    for (const send of this.#waiting.splice(0)) this.#begin(send);
  }

  #begin(send: Send): void {
    this.#open++;
    let isDone = false;
    send(() => {
      if (isDone) return;
      isDone = true;
      this.#open--;
      const next = this.#waiting.shift();
      if (next !== undefined) this.#begin(next);
    });
  }
}
