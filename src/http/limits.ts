/** How much of the gateway's time and room a request may take. */
export type HttpLimits = {
  /** From the first byte of a request to the end of its headers, ms. */
  readonly headersTimeoutMs: number;
  /** From the headers to the last byte of the body, ms. */
  readonly bodyTimeoutMs: number;
  /** From the headers to the first byte of the answer, ms; a statement of PostgreSQL may take no longer either. */
  readonly requestTimeoutMs: number;
  /** Proxies in front that write `X-Forwarded-For`. */
  readonly trustedProxies: number;
  /** Origins of web pages that may call, exactly as browsers send them. */
  readonly corsOrigins: ReadonlySet<string>;
};
