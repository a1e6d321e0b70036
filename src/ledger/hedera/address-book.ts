import { isIPv4 } from "node:net";
import type { LedgerNode, NetworkName } from "../ledger.ts";

/** `host:port` -> node account. */
export type Nodes = Readonly<Record<string, string>>;

/** Where nodes of public networks take calls in plain text. */
const plainPort = 50_211;
const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i;

/**
 * The nodes that a mirror lists, in place of those known so far. The list that comes with the SDK is of the day it was
 * published: over the years nodes join, leave and move, until none of it answers.
 *
 * A list that lacks half of the accounts known so far is none of this network's, or not whole: it is refused with the
 * reason. Nodes are no authority here: what they are sent is signed, and their word is settled by the mirror.
 */
export function renewedNodes(
  network: NetworkName,
  known: Nodes,
  listed: readonly LedgerNode[],
): { readonly nodes: Nodes } | { readonly refused: string } {
  const entries = listed.flatMap(({ accountId, endpoints }) =>
    endpoints.flatMap(({ host, port }) => {
      const isOpen = network === "local" || port === plainPort;
      return isOpen && (isIPv4(host) || hostName.test(host)) ? [[`${host}:${port}`, accountId] as const] : [];
    }),
  );
  const nodes = Object.fromEntries(entries);
  const accounts = new Set(Object.values(nodes));
  const before = [...new Set(Object.values(known))];
  const kept = before.filter((account) => accounts.has(account)).length;
  if (kept * 2 > before.length) return { nodes };
  return { refused: `the mirror's list of nodes has ${kept} of the ${before.length} that are known` };
}
