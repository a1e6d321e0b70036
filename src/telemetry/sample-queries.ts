import type { Actor } from "../kernel/actor.ts";
import { bytesToHex } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import { plantNotFound } from "../plants/plants.ts";
import { findPlant } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { leafHash } from "../proof/merkle.ts";
import { appendLeaves, emptyTree, inclusionNodes, lookupIn, pathFromNodes } from "../proof/tree.ts";
import { mayUsePlant, readers, requireEveryDevice, requireRole } from "../tenancy/scope.ts";
import { getRecord, type QueryDeps } from "./queries.ts";
import { listChain } from "./record-store.ts";
import { findSamples, type RecordSpan, type SpannedSample, samplesOf } from "./sample-store.ts";
import type { DeviceKey } from "./store.ts";
import { parseBody, type StoredRecord, type StoredSample } from "./types.ts";

/** A device's sample that ended at this instant, for the device itself; undefined: there is none. */
export async function findSampleOf(
  deps: QueryDeps,
  place: DeviceKey,
  endedAtMs: number,
): Promise<StoredSample | undefined> {
  const [found] = (await findSamples(deps.db.of(place.orgId), [{ ...place, endedAtMs }])).values();
  return found && { ...found, sha256: sha256(found.body) };
}

/** A sample of a record: its bytes, and the path from them to the record's root. */
export type ProvenSample = SpannedSample & {
  readonly index: number;
  readonly sha256: Uint8Array;
  readonly path: readonly Uint8Array[];
};

export type SamplePage = {
  readonly recordId: string;
  readonly count: number;
  /** Hex, as the record says it. */
  readonly root: string;
  readonly samples: readonly ProvenSample[];
  /** Place of the next one; undefined: there is none. */
  readonly next: number | undefined;
};

/**
 * What a record was made of, in the order of time, each with what it takes to hold it against the record's root.
 *
 * @throws {Fault} `not-found` for a record that is not there, or was not made of samples
 */
export async function listRecordSamples(
  deps: QueryDeps,
  actor: Actor,
  recordId: string,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<SamplePage> {
  const record = await getRecord(deps, actor, recordId);
  const span = spanOf(record);
  if (span === undefined) throw new Fault("not-found", `The record ${recordId} was not made of samples.`);
  const [all = []] = await samplesOf(deps.db.of(actor.orgId), [span]);
  const { nodes, root } = appendLeaves(
    emptyTree,
    all.map(({ body }) => leafHash(body)),
  );
  const lookup = lookupIn(nodes);
  const samples = all.slice(from, from + limit).map((sample, i) => {
    const path = pathFromNodes(inclusionNodes(from + i, all.length), lookup);
    return { ...sample, index: from + i, sha256: sha256(sample.body), path };
  });
  const next = from + limit < all.length ? from + limit : undefined;
  return { recordId, count: all.length, root: bytesToHex(root), samples, next };
}

/** The time that a record's samples cover; undefined: it was not made of any. */
function spanOf(
  record: Pick<StoredRecord, "body" | "orgId" | "plantId" | "deviceId" | "endedAt" | "intervalS">,
): RecordSpan | undefined {
  const { orgId, plantId, deviceId, endedAt, intervalS } = record;
  if (deviceId === null || endedAt === null || intervalS === null) return undefined;
  if (parseBody(record).samples === undefined) return undefined;
  const toMs = endedAt.getTime();
  return { orgId, plantId, deviceId, fromMs: toMs - 1000 * intervalS, toMs };
}

export type ChainRange = { readonly plantId: string; readonly fromSeq: bigint; readonly toSeq?: bigint | undefined };

/**
 * The samples of each record of the range that was made of any, in the records' order and within each in the order of
 * time: the canonical bytes, and behind those of a signed sample what its device signed.
 *
 * @throws {Fault} `not-found` before the first byte.
 */
export async function exportSamples(
  deps: QueryDeps,
  actor: Actor,
  range: ChainRange,
): Promise<AsyncGenerator<Uint8Array>> {
  requireRole(actor, readers);
  requireEveryDevice(actor);
  const db = deps.db.of(actor.orgId);
  const plant = mayUsePlant(actor, range.plantId) ? await findPlant(db, actor.orgId, range.plantId) : undefined;
  if (plant === undefined) throw plantNotFound(range.plantId);
  return samplesOfChain(db, { ...range, orgId: actor.orgId });
}

/** The same lines, for whoever may read the chain. */
export async function* samplesOfChain(
  db: Db,
  { orgId, plantId, fromSeq, toSeq }: ChainRange & { readonly orgId: string },
): AsyncGenerator<Uint8Array> {
  for (let afterSeq = fromSeq - 1n; ; ) {
    const page = await samplePage(db, { orgId, plantId, afterSeq, toSeq, limit: pageRecords });
    for (const { lines } of page) yield* lines;
    const last = page.at(-1);
    if (last === undefined || page.length < pageRecords) return;
    afterSeq = last.seq;
  }
}

const pageRecords = 100;

type SampleLines = { readonly seq: bigint; readonly lines: readonly Uint8Array[] };

/** The lines of each record of a page of the chain; none, of one that was not made of samples. */
async function samplePage(db: Db, page: Parameters<typeof listChain>[1]): Promise<SampleLines[]> {
  const records = (await listChain(db, page)).map(({ seq, body }) => ({
    seq,
    span: spanOfBody(page.orgId, page.plantId, body),
  }));
  const spans = records.flatMap(({ span }) => span ?? []);
  const found = await samplesOf(db, spans);
  let next = 0;
  return records.map(({ seq, span }) => ({
    seq,
    lines:
      span === undefined
        ? []
        : (found[next++] ?? []).flatMap(({ body, evidence }) => (evidence ? [body, evidence] : [body])),
  }));
}

const samplesMember = Buffer.from('"samples":{');

function spanOfBody(orgId: string, plantId: string, body: Uint8Array): RecordSpan | undefined {
  // Of most plants no record was: their bodies are not taken apart.
  if (Buffer.from(body.buffer, body.byteOffset, body.byteLength).indexOf(samplesMember) < 0) return undefined;
  const members = parseBody({ body });
  if (members.kind !== "reading" || members.samples === undefined) return undefined;
  const toMs = Date.parse(String(members.timestamp));
  return {
    orgId,
    plantId,
    deviceId: String(members.device_id),
    fromMs: toMs - 1000 * Number(members.interval_s),
    toMs,
  };
}
