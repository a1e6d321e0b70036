import { z } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { consistencyProof, logKey, publishedCheckpoint, readTile } from "../audit/log.ts";
import { cacheable, immutable } from "./cacheable.ts";
import * as examples from "./log.examples.ts";
import { logKeySchema, treeConsistencySchema } from "./log.schemas.ts";
import { type Env, failures, type Operation, open } from "./operation.ts";
import { treeSizeParameter } from "./parameters.ts";

/** C2SP tlog-tiles: static, public, cacheable. Hashes are random bytes, so nothing here is worth compressing. */

/** Seconds for which a reader may hold an old checkpoint for the newest. */
const checkpointMaxAgeS = 5;
const keyMaxAgeS = 300;

const text = "text/plain; charset=utf-8";
const bytes = "application/octet-stream";
const readFailures = ["storage-unavailable", "internal"] as const;
const binary = z.string().openapi({ format: "binary" });

/** Any web page may read the log, and revalidate what it holds. */
export const readableAnywhere: MiddlewareHandler<Env> = async (c, next) => {
  c.header("Access-Control-Allow-Origin", "*");
  c.header("Access-Control-Expose-Headers", "ETag");
  c.header("Cross-Origin-Resource-Policy", "cross-origin");
  if (c.req.method === "OPTIONS") {
    c.header("Access-Control-Allow-Headers", "If-None-Match");
    c.header("Access-Control-Max-Age", "86400");
  }
  return next();
};

const getCheckpoint = open(
  {
    method: "get",
    path: "/log/checkpoint",
    operationId: "getCheckpoint",
    tags: ["Log"],
    summary: "Get the newest checkpoint that stands on the ledger",
    description:
      "C2SP tlog-checkpoint: origin, number of leaves, root and signature, as a signed note. A checkpoint whose message is still on its way to the ledger is not shown.",
    responses: {
      200: {
        description: "The signed note",
        content: { "text/plain": { schema: z.string(), example: examples.checkpoint } },
      },
      ...failures("not-found", ...readFailures),
    },
  },
  async (deps, { c }) =>
    cacheable(c, await publishedCheckpoint(deps), {
      "Content-Type": text,
      "Cache-Control": `public, max-age=${checkpointMaxAgeS}`,
    }),
  { tagged: true },
);

const indexParameter = (example: string) =>
  z
    .string()
    .describe(
      "Index of the tile in groups of three digits, all but the last behind an `x` and before a slash (1234067 is `x001/x234/067`); a partial tile of W hashes adds `.p/W`",
    )
    .meta({ example });

const tile = async (deps: Parameters<Operation["run"]>[0], c: Context<Env>, path: string) =>
  cacheable(c, await readTile(deps, path), { "Content-Type": bytes, "Cache-Control": immutable });

/** A tile's index spans several steps of the path, which the pattern of its route has to take in. */
const deep = (operation: Operation): Operation => ({
  ...operation,
  route: Object.assign(operation.route, {
    getRoutingPath: () => operation.route.path.replace("{level}", ":level").replace("{index}", ":index{.+}"),
  }),
});

const getEntries = deep(
  open(
    {
      method: "get",
      path: "/log/tile/entries/{index}",
      operationId: "getLogEntries",
      tags: ["Log"],
      summary: "Get a bundle of the log's entries",
      description:
        "C2SP tlog-tiles: up to 256 entries, each behind its length as two bytes, big-endian. An entry is a record's commitment, 32 bytes: SHA-256 of the record's exact bytes, which hold a secret salt. It says nothing of plant, device or owner.",
      request: { params: z.object({ index: indexParameter("000.p/119") }) },
      responses: {
        200: {
          description: "The bundle; it never changes",
          content: { "application/octet-stream": { schema: binary, example: examples.entries } },
        },
        ...failures("not-found", ...readFailures),
      },
    },
    (deps, { c, params }) => tile(deps, c, `/tile/entries/${params.index}`),
    { tagged: true },
  ),
);

const getTile = deep(
  open(
    {
      method: "get",
      path: "/log/tile/{level}/{index}",
      operationId: "getLogTile",
      tags: ["Log"],
      summary: "Get a tile of the log's hash tree",
      description:
        "C2SP tlog-tiles: up to 256 hashes of 32 bytes. Level 0 holds leaf hashes, each further level the roots of full tiles below (RFC 9162, SHA-256). Tiles reach as far as the published checkpoint, partial ones of every width up to there.",
      request: {
        params: z.object({
          level: z.string().describe("0-63, without leading zeros").meta({ example: "0" }),
          index: indexParameter("000.p/119"),
        }),
      },
      responses: {
        200: {
          description: "The tile; it never changes",
          content: { "application/octet-stream": { schema: binary, example: examples.tile } },
        },
        ...failures("not-found", ...readFailures),
      },
    },
    (deps, { c, params }) => tile(deps, c, `/tile/${params.level}/${params.index}`),
    { tagged: true },
  ),
);

const getKey = open(
  {
    method: "get",
    path: "/log/key",
    operationId: "getLogKey",
    tags: ["Log"],
    summary: "Get the log's verifier key",
    description:
      "C2SP signed-note verifier key as text; as JSON, when asked for, with the log's place on the ledger. The same key is in the first message of the topic: compare them there, not here.",
    responses: {
      200: {
        description: "The key",
        content: {
          "text/plain": { schema: z.string(), example: `${examples.logKey.verifier_key}\n` },
          "application/json": { schema: logKeySchema, example: examples.logKey },
        },
      },
      ...failures(...readFailures),
    },
  },
  async (deps, { c }) => {
    const key = await logKey(deps);
    const asJson = c.req.header("Accept")?.includes("application/json") ?? false;
    return cacheable(c, asJson ? JSON.stringify(key) : `${key.verifier_key}\n`, {
      "Content-Type": asJson ? "application/json" : text,
      // Without a topic the answer is about to change.
      "Cache-Control": key.topic_id === null ? "no-store" : `public, max-age=${keyMaxAgeS}`,
      Vary: "Accept",
    });
  },
);

const getConsistency = open(
  {
    method: "get",
    path: "/log/consistency",
    operationId: "getLogConsistency",
    tags: ["Log"],
    summary: "Get the proof that the log only grew",
    description:
      "The consistency path of RFC 9162 section 2.1.4 between two sizes, to be checked against two signed checkpoints, for example two messages of the topic.",
    request: {
      query: z.strictObject({
        first: treeSizeParameter("The older size, in leaves", 119),
        second: treeSizeParameter("The newer size, in leaves; at most that of the published checkpoint", 240),
      }),
    },
    responses: {
      200: {
        description: "The path; it never changes",
        content: { "application/json": { schema: treeConsistencySchema, example: examples.consistency } },
      },
      ...failures("invalid-request", "not-found", ...readFailures),
    },
  },
  async (deps, { c, query }) =>
    cacheable(c, JSON.stringify(await consistencyProof(deps, query.first, query.second)), {
      "Content-Type": "application/json",
      "Cache-Control": immutable,
    }),
);

export const logOperations: readonly Operation[] = [getCheckpoint, getEntries, getTile, getKey, getConsistency];
