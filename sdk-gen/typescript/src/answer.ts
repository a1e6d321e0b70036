/** What a call answered, with its headers. */
export class Answer<T> {
  /** What the call alone returns. */
  readonly value: T;
  /** Of HTTP. */
  readonly status: number;
  readonly headers: Headers;

  constructor(value: T, { status, headers }: Response) {
    this.value = value;
    this.status = status;
    this.headers = headers;
  }

  /** For `if-match` of a change. @throws {TypeError} where the answer has none */
  get etag(): string {
    return this.#needed("ETag");
  }

  /** Path of what the call made. @throws {TypeError} where it made nothing that has one */
  get location(): string {
    return this.#needed("Location");
  }

  #needed(name: string): string {
    const value = this.headers.get(name);
    if (value === null) throw new TypeError(`the answer has no ${name}`);
    return value;
  }
}

/** Goes with the options of a call whose answer is heard. */
export type Listening = { readonly fetch: typeof fetch };

/** @param through what calls are sent with */
export async function answerOf<T>(
  call: (listening: Listening) => PromiseLike<T>,
  through: typeof fetch,
): Promise<Answer<T>> {
  let response: Response | undefined;
  const listening: Listening = {
    fetch: async (input, init) => {
      response = await through(input, init);
      return response;
    },
  };
  const value = await call(listening);
  if (response === undefined) throw new TypeError("the call was not given what listens: { ...options, ...listening }");
  return new Answer(value, response);
}
