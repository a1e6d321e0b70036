import type { IncomingMessage } from "node:http";
import { isIPv4, isIPv6 } from "node:net";
import type { Context } from "hono";

/**
 * Where a request came from: the other end of the connection or, behind `trustedProxies` proxies, what the
 * outermost of them wrote into `X-Forwarded-For`. What stands further left anybody can write, and is not read.
 */
export function clientAddress(c: Context, trustedProxies: number): string {
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  const direct = incoming?.socket?.remoteAddress ?? "unknown";
  if (trustedProxies === 0) return direct;
  const hops = c.req.header("X-Forwarded-For")?.split(",") ?? [];
  const told = hops.at(-trustedProxies)?.trim() ?? "";
  return isIPv4(told) || isIPv6(told) ? told : direct;
}

/** One subscriber: an IPv4 address, or the /64 that an IPv6 line has to itself. */
export function addressGroup(address: string): string {
  const v4 = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!isIPv6(v4)) return v4;
  const [head = "", tail] = v4.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => "0");
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
