import { newestPublished, type PublishedCheckpoint, readCommitments } from "../anchoring/log-reader.ts";
import { readLog } from "../anchoring/log-store.ts";
import { readNodes, readRun } from "../anchoring/node-store.ts";
import { readPredecessors } from "../anchoring/predecessors.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { hashscanTopicUrl } from "../ledger/hashscan.ts";
import type { NetworkName } from "../ledger/ledger.ts";
import type { Db } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { base64FromBytes } from "../proof/text.ts";
import { entryBundleBytes, parseTilePath, tileBytes, tileNodes, tileWidthIn } from "../proof/tiles.ts";
import { consistencyNodes, lookupIn, pathFromNodes } from "../proof/tree.ts";
import type { LedgerFacts } from "./types.ts";

/**
 * The public face of the log (C2SP tlog-tiles). Everything ends at the newest checkpoint that is on the
 * ledger, so that nobody is shown a state of the log that the ledger does not show.
 */

export type LogDeps = { readonly db: ScopedDb; readonly ledger: LedgerFacts };

/** The signed note. @throws {Fault} `not-found` before the first one is on the ledger */
export async function publishedCheckpoint(deps: LogDeps): Promise<string> {
  const checkpoint = await newestPublished(deps.db.shared);
  if (checkpoint !== undefined) return checkpoint.note;
  throw new Fault(
    "not-found",
    "No checkpoint of this log is on the ledger yet: there is one soon after the first record.",
  );
}

/**
 * The bytes of a hash tile or entry bundle, named by its path in tlog-tiles (`/tile/0/x001/234.p/56`). What a
 * path gives never changes: a partial tile of any width up to the published one is served for ever.
 *
 * @throws {Fault} `not-found` for a path of another form and for what lies beyond the published checkpoint
 */
export async function readTile(deps: LogDeps, path: string): Promise<Uint8Array> {
  const tile = parseTilePath(path);
  if (tile === undefined) {
    throw new Fault(
      "not-found",
      "This is not the path of a tile: see c2sp.org/tlog-tiles, for example tile/0/x001/234.p/56.",
    );
  }
  if (tile.width > tileWidthIn(await publishedSize(deps.db.shared), tile)) {
    throw new Fault(
      "not-found",
      "The published log has no such tile, or not this wide: see its size in the checkpoint.",
    );
  }
  const nodes = tileNodes(tile);
  const isBundle = tile.level === "entries";
  const parts = isBundle
    ? await readCommitments(deps.db.shared, nodes.first, nodes.count)
    : await readRun(deps.db.shared, nodes);
  assertState(parts.length === nodes.count, `the log lost nodes of ${path}`);
  return isBundle ? entryBundleBytes(parts) : tileBytes(parts);
}

export type ConsistencyAnswer = {
  readonly first_size: string;
  readonly second_size: string;
  /** Base64, in the order of RFC 9162 section 2.1.4.1; empty when the sizes are equal or the first is 0. */
  readonly hashes: readonly string[];
};

/**
 * That the log of `second` leaves begins with the log of `first`.
 *
 * @throws {Fault} `invalid-request` when it would shrink; `not-found` beyond the published checkpoint
 */
export async function consistencyProof(deps: LogDeps, first: number, second: number): Promise<ConsistencyAnswer> {
  if (first > second) {
    const detail = "is larger than `second`: a log only grows";
    throw new Fault("invalid-request", `The query is not valid: first ${detail}.`, {
      errors: [{ parameter: "first", rule: "order", detail }],
    });
  }
  if (second > (await publishedSize(deps.db.shared))) {
    throw new Fault(
      "not-found",
      `The published log has not grown to ${second} leaves: see its size in the checkpoint.`,
    );
  }
  const groups = consistencyNodes(first, second);
  const path = pathFromNodes(groups, lookupIn(await readNodes(deps.db.shared, groups.flat())));
  return { first_size: String(first), second_size: String(second), hashes: path.map(base64FromBytes) };
}

export type LogKeyAnswer = {
  readonly origin: string;
  readonly verifier_key: string;
  readonly network: NetworkName;
  /** Null until the topic is made, as are the two links. */
  readonly topic_id: string | null;
  readonly mirror_url: string | null;
  /** Null on the local ledger too. */
  readonly hashscan_url: string | null;
  /** Logs that it went on from on the same topic, the first one first, each with the leaves that it ended at. */
  readonly predecessors: readonly { readonly origin: string; readonly verifier_key: string; readonly size: string }[];
};

/** Whose log this is and where the ledger has it: its key is in the topic's message that announces it as well. */
export async function logKey({ db, ledger }: LogDeps): Promise<LogKeyAnswer> {
  const log = await readLog(db.shared);
  assertState(log !== undefined, "a gateway serves without a log");
  const { origin, verifierKey, topicId } = log;
  return {
    origin,
    verifier_key: verifierKey,
    network: ledger.network,
    topic_id: topicId,
    mirror_url: topicId && `${ledger.mirrorUrl}/api/v1/topics/${topicId}/messages`,
    hashscan_url: topicId && hashscanTopicUrl(ledger.network, topicId),
    predecessors: (await readPredecessors(db.shared)).map((before) => ({
      ...{ origin: before.origin, verifier_key: before.verifierKey, size: String(before.size) },
    })),
  };
}

async function publishedSize(db: Db): Promise<PublishedCheckpoint["size"]> {
  return (await newestPublished(db))?.size ?? 0;
}
