import type { Context } from "hono";
import { isListed, type Network } from "../kernel/networks.ts";

/**
 * The caller's IP address: who holds the connection, unless that is a trusted proxy. Then the last address in
 * `X-Forwarded-For` that is none: what stands before it the caller may have written. Undefined outside a server.
 */
export function clientAddress(c: Context, trusted: readonly Network[]): string | undefined {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  let address = env?.incoming?.socket?.remoteAddress;
  const forwarded = (c.req.header("X-Forwarded-For") ?? "").split(",").map((one) => one.trim());
  while (isListed(address, trusted)) {
    const before = forwarded.pop();
    if (before === undefined || before === "") break;
    address = before;
  }
  return address;
}
