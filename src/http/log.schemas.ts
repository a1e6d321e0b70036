import { z } from "@hono/zod-openapi";
import { digits, networks } from "./schemas.ts";

/** Schemas of the public log on the wire. */

export const logKeySchema = z
  .object({
    origin: z.string().describe("Name of the log"),
    verifier_key: z.string().describe("C2SP signed-note verifier key, Ed25519"),
    network: networks,
    topic_id: z.string().nullable().describe("HCS topic with the checkpoints; null until it is made"),
    mirror_url: z.url().nullable().describe("The topic's messages on a mirror node"),
    hashscan_url: z.url().nullable().describe("The topic's page; null on the local ledger too"),
    predecessors: z
      .array(
        z.object({
          origin: z.string(),
          verifier_key: z.string().describe("Signed the checkpoints of its time, which stay proven by it"),
          size: digits.describe("Leaves that it ended at"),
        }),
      )
      .describe(
        "Logs on the same topic that this one went on from when their keys were lost or given up, in their order",
      ),
  })
  .meta({ id: "LogKey" });

export const treeConsistencySchema = z
  .object({
    first_size: digits,
    second_size: digits,
    hashes: z.array(z.string()).describe("Base64, 32 bytes each; empty for equal sizes and from size 0"),
  })
  .meta({ id: "LogConsistency" });
