import { z } from "zod";
import { entityId } from "./mirror-shapes.ts";

/** A mirror's list of the network's consensus nodes (`/api/v1/network/nodes`), in the port's terms. */

const endpoint = z
  .object({ domain_name: z.string().nullish(), ip_address_v4: z.string().nullish(), port: z.int() })
  .transform(({ domain_name, ip_address_v4, port }) => ({ host: ip_address_v4 || domain_name || "", port }));
export const nodesShape = z.object({
  nodes: z.array(
    z
      .object({
        node_account_id: entityId,
        node_id: z.int().nonnegative(),
        service_endpoints: z.array(endpoint).nullish(),
      })
      .transform((node) => ({
        ...{ accountId: node.node_account_id, nodeId: BigInt(node.node_id), endpoints: node.service_endpoints ?? [] },
      })),
  ),
  links: z.object({ next: z.string().nullish() }).nullish(),
});
