/** How much of the gateway's time and room a request may take. */
export type HttpLimits = {
  /** From the first byte of a request to the end of its headers, ms. */
  readonly headersTimeoutMs: number;
  /** From the headers to the last byte of the body, ms. */
  readonly bodyTimeoutMs: number;
  /** From the headers to the first byte of the answer, ms; a statement of PostgreSQL may take no longer either. */
  readonly requestTimeoutMs: number;
  /** How long requests in work may hold a stop, ms. */
  readonly stopTimeoutMs: number;
  /** Origins of web pages that may call, exactly as browsers send them. */
  readonly corsOrigins: ReadonlySet<string>;
};

/** How much of the gateway one caller may take, and who may call from a web page. */
export type HttpSettings = {
  readonly headersTimeoutS: number;
  readonly bodyTimeoutS: number;
  readonly requestTimeoutS: number;
  readonly stopTimeoutS: number;
  /** Requests in a minute; 0: no limit. */
  readonly keyPerMinute: number;
  readonly orgPerMinute: number;
  readonly addressPerMinute: number;
  readonly corsOrigins: readonly string[];
};

export function limitsOf(http: HttpSettings, overrides: Partial<HttpLimits> = {}): HttpLimits {
  return {
    headersTimeoutMs: http.headersTimeoutS * 1000,
    bodyTimeoutMs: http.bodyTimeoutS * 1000,
    requestTimeoutMs: http.requestTimeoutS * 1000,
    stopTimeoutMs: http.stopTimeoutS * 1000,
    corsOrigins: new Set(http.corsOrigins),
    ...overrides,
  };
}
