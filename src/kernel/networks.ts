/** IP addresses and networks in CIDR form (RFC 4632, RFC 4291), as bits: pure, so that every form is a plain test. */

type Address = { readonly bits: bigint; readonly width: 32 | 128 };
export type Network = Address & { readonly prefix: number };

/** An IPv4 or IPv6 address; an IPv4 address in its IPv6 form (::ffff:192.0.2.1) is the IPv4 one. */
export function parseAddress(text: string): Address | undefined {
  const found = text.includes(":") ? parseIpv6(text) : parseIpv4(text);
  if (found?.width !== 128 || found.bits >> 32n !== 0xffffn) return found;
  return { bits: found.bits & 0xffff_ffffn, width: 32 };
}

/** `192.0.2.0/24`, `2001:db8::/32`, or an address alone. Undefined also when bits stand behind the prefix. */
export function parseNetwork(text: string): Network | undefined {
  const [host = "", length, ...more] = text.split("/");
  const address = parseAddress(host);
  if (address === undefined || more.length > 0) return undefined;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  // The prefix of an IPv4 address in IPv6 form counts from the IPv6 form's beginning.
  const before = address.width === 32 && host.includes(":") ? 96 : 0;
  const prefix = length === undefined ? address.width : Number(length) - before;
  if (prefix < 0 || prefix > address.width) return undefined;
  const behind = (1n << BigInt(address.width - prefix)) - 1n;
  return (address.bits & behind) === 0n ? { ...address, prefix } : undefined;
}

export function isWithin(address: Address, network: Network): boolean {
  const shift = BigInt(network.width - network.prefix);
  return address.width === network.width && address.bits >> shift === network.bits >> shift;
}

/** Whether an address lies in one of the networks; false for what is no address. */
export function isListed(address: string | undefined, networks: readonly Network[]): boolean {
  const parsed = address === undefined ? undefined : parseAddress(address);
  return parsed !== undefined && networks.some((network) => isWithin(parsed, network));
}

/** The network that one subscriber has: an IPv4 address, or 64 bits of an IPv6 one. For counting, not for access. */
export function subscriberOf(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === undefined) return "unknown";
  const { bits, width } = parsed;
  return width === 32 ? `4:${bits.toString(16)}` : `6:${(bits >> 64n).toString(16)}`;
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return { bits: parts.reduce((all, part) => (all << 8n) | BigInt(part), 0n), width: 32 };
}

function parseIpv6(text: string): Address | undefined {
  // A zone (fe80::1%eth0) names an interface of this machine, not another host.
  const [plain = ""] = text.split("%", 1);
  const halves = plain.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])];
  return { bits: groups.reduce((all, group) => (all << 16n) | BigInt(group), 0n), width: 128 };
}

/** Groups of 16 bits; the last two may be written as an IPv4 address. */
function groupsOf(text: string): number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const groups: number[] = [];
  for (const [i, part] of parts.entries()) {
    const ipv4 = i === parts.length - 1 && part.includes(".") ? parseIpv4(part) : undefined;
    if (ipv4 !== undefined) groups.push(Number(ipv4.bits >> 16n), Number(ipv4.bits & 0xffffn));
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
