import { isIP } from "node:net";
import { isListed, type Network, parseNetwork } from "../kernel/networks.ts";

/**
 * IPv4 ranges that are no public host: IANA's special-purpose registry (RFC 6890 and its updates), multicast and
 * what is reserved.
 */
const closedV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** Public IPv6 is 2000::/3; everything outside is closed, and so are these inside (Teredo, 6to4, documentation ...). */
const globalV6 = ["2000::/3"];
const closedV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"];

/** @throws when one is no network in CIDR form */
export function networksOf(texts: readonly string[]): readonly Network[] {
  return texts.map((text) => {
    const network = parseNetwork(text);
    if (network === undefined) throw new Error(`"${text}" is no network`);
    return network;
  });
}

const [closedFour = [], globalSix = [], closedSix = []] = [closedV4, globalV6, closedV6].map(networksOf);

/** Whether the address lies in one of the networks. An address with a zone lies in none. */
export function isIn(networks: readonly Network[], address: string): boolean {
  return !address.includes("%") && isListed(address, networks);
}

/**
 * Whether an address may be a public host's: not private, loopback, link-local, metadata service, multicast or an
 * IPv4 address in the clothes of IPv6 (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !isIn(closedFour, address);
  return family === 6 && isIn(globalSix, address) && !isIn(closedSix, address);
}

/** A host to listen on as others write it in a URL. Who listens everywhere is at least reached from the same machine. */
export function hostInUrl(host: string): string {
  const here: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  const reachable = here[host] ?? host;
  return reachable.includes(":") ? `[${reachable}]` : reachable;
}
