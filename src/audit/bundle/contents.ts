import { readAnchored } from "../../anchoring/log-reader.ts";
import { readLog, readNodes } from "../../anchoring/log-store.ts";
import { findAccreditation } from "../../issuance/accreditation-store.ts";
import { listIntents } from "../../issuance/mint-store.ts";
import { registrarChain } from "../../issuance/registrar.ts";
import { canonicalBytes, canonicalText, type Json, sha256Hex } from "../../kernel/canonical.ts";
import { assertState, Fault } from "../../kernel/fault.ts";
import type { Mirror } from "../../ledger/ledger.ts";
import type { Db } from "../../platform/database.ts";
import { receiptJson } from "../../proof/receipt.ts";
import { base64FromBytes } from "../../proof/text.ts";
import { formatTlogProof } from "../../proof/tlog-proof.ts";
import { consistencyNodes, inclusionNodes, lookupIn, pathFromNodes } from "../../proof/tree.ts";
import { findRecords, listChain } from "../../telemetry/store.ts";
import { parseBody, type StoredRecord } from "../../telemetry/types.ts";
import { receiptOf } from "../receipt.ts";
import type { LedgerFacts } from "../types.ts";
import { credentialText, type IssuerKey, verifiedBy } from "./credential.ts";
import { dataFiles } from "./data-files.ts";
import { messageJson, messagesOf, mintFacts } from "./ledger-facts.ts";
import type { Plan } from "./plan.ts";
import { reportHtml } from "./report.ts";
import { daysOf, earlierRecords } from "./store.ts";
import { type BundleFacts, type BundleFile, paths } from "./types.ts";

export type ContentDeps = {
  readonly db: Db;
  readonly ledger: LedgerFacts;
  readonly mirror: Mirror;
  /** Undefined: this gateway does not have the log's key. */
  readonly issuerKey: IssuerKey | undefined;
};

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const json = (content: unknown): Uint8Array => canonicalBytes(content as Json);
const lines = (bodies: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(bodies.flatMap((body) => [body, Uint8Array.of(10)]));

type Anchored = StoredRecord & { readonly anchor: { readonly state: "anchored" } };

/**
 * Every file of a bundle in its order, the records excepted.
 *
 * @throws {Fault} `not-anchored-yet` while the newest step is on its way to the ledger
 */
export async function contentsOf(deps: ContentDeps, plan: Plan): Promise<BundleFile[]> {
  const { db, mirror } = deps;
  const log = await readLog(db);
  const earlier = await earlierRecords(db, plan, plan.firstSeq);
  const [last] = await listChain(db, { ...plan, afterSeq: plan.lastSeq - 1n, toSeq: plan.lastSeq, limit: 1 });
  assertState(last !== undefined, "a chain without its record");
  const lastId = String(parseBody(last).id);
  const accreditations = await accreditationRecords(db, plan);
  const own = await anchored(db, plan.orgId, [
    ...new Set([plan.facts.recordId, lastId, ...earlier.map(({ recordId }) => recordId)]),
  ]);
  const proven = [...own, ...accreditations];
  const size = Math.max(...proven.map(({ anchor }) => Number(anchor.treeSize)));
  const statementRecord = own.find(({ recordId }) => recordId === plan.facts.recordId);
  const lastRecord = own.find(({ recordId }) => recordId === lastId);
  const topicId = lastRecord?.anchor.topicId;
  assertState(log !== undefined && statementRecord !== undefined && topicId !== undefined, "an anchored record");
  const statementSize = Number(statementRecord.anchor.treeSize);
  const facts: BundleFacts = {
    v: 1,
    plant_id: plan.plantId,
    period_id: plan.periodId,
    statement_no: plan.facts.statementNo,
    label: plan.label,
    issuance_id: plan.issuance?.issuanceId ?? null,
    first_seq: Number(plan.firstSeq),
    last_seq: Number(plan.lastSeq),
    network: deps.ledger.network,
    topic_id: topicId,
    statement_size: statementSize,
    size,
  };
  const sizes = [...new Set([statementSize, size])];
  const checkpoints = await Promise.all(sizes.map((one) => readAnchored(db, one)));
  const known = checkpoints.map((one) => {
    assertState(one !== undefined, "an anchored record without its checkpoint");
    return one;
  });
  const messages = await messagesOf(
    mirror,
    topicId,
    known.map(({ sequenceNumber }) => sequenceNumber),
  );
  const mint = (await listIntents(db, plan)).find(({ issuanceId }) => issuanceId === plan.issuance?.issuanceId);
  const minted = await mintFacts(mirror, mint);
  const days = await daysOf(
    db,
    plan,
    { ...plan.period, upToSeq: BigInt(plan.statement.records.head_seq) },
    plan.design.design.meters.filter(({ role }) => role === "main").map(({ device_id }) => device_id),
  );
  const files: BundleFile[] = [
    { path: paths.facts, content: json(facts) },
    { path: paths.report, content: text(reportHtml({ plan, facts, days, mint })) },
    { path: paths.statement, content: plan.bytes },
    { path: paths.credential, content: text(credential(deps, plan, lastRecord)) },
    { path: paths.records, content: null },
    ...(plan.beginning === undefined
      ? []
      : [
          { path: paths.assessment, content: plan.beginning.assessment },
          { path: paths.earlier, content: lines(earlier.map(({ body }) => body)) },
        ]),
    ...(accreditations.length === 0
      ? []
      : [{ path: paths.accreditations, content: lines(accreditations.map(({ body }) => body)) }]),
    { path: paths.verifierKey, content: text(`${log.verifierKey}\n`) },
    ...known.map(({ size: one, note }) => ({ path: paths.checkpoint(one), content: text(note) })),
    { path: paths.consistency, content: json(await consistency(db, statementSize, size)) },
    ...(await proofs(db, proven, { size, statement: statementRecord, notes: known })),
    { path: paths.messages, content: lines(messages.map((one) => json(messageJson(topicId, one)))) },
    ...(await receipts(deps, topicId, known)),
    ...(minted === null ? [] : [{ path: paths.mint, content: minted }]),
    ...dataFiles(),
  ];
  return files;
}

function credential(deps: ContentDeps, plan: Plan, last: StoredRecord | undefined): string {
  if (deps.issuerKey === undefined) {
    throw new Fault("storage-unavailable", "This gateway does not hold the log's key: ask the one that anchors.");
  }
  const claimed = {
    statement: JSON.parse(new TextDecoder().decode(plan.bytes)) as Json,
    statementSha256: sha256Hex(plan.bytes),
    label: plan.label,
    verified: verifiedBy(plan.issuance),
    madeAt: plan.facts.createdAt.toISOString(),
    asOf: (last?.receivedAt ?? plan.facts.createdAt).toISOString(),
  };
  return credentialText(claimed, deps.issuerKey);
}

/** The accreditations under which steps were taken, each with what withdrew it since. */
async function accreditationRecords(db: Db, { issuance }: Plan): Promise<Anchored[]> {
  const ids = new Set((issuance?.steps ?? []).flatMap(({ accreditationId }) => accreditationId ?? []));
  const records: string[] = [];
  for (const id of ids) {
    const accreditation = await findAccreditation(db, id);
    assertState(accreditation !== undefined, "a step under an accreditation that is not stored");
    records.push(accreditation.recordId);
    if (accreditation.withdrawn !== null) records.push(accreditation.withdrawn.recordId);
  }
  return records.length === 0 ? [] : anchored(db, registrarChain.orgId, records);
}

/** In the order of the chain. @throws {Fault} `not-anchored-yet` */
async function anchored(db: Db, orgId: string, ids: readonly string[]) {
  const found = (await findRecords(db, orgId, ids)).sort((a, b) => (a.seq < b.seq ? -1 : 1));
  assertState(found.length === ids.length, "a record that vanished");
  return found.map((record) => {
    const { anchor } = record;
    if (anchor.state !== "anchored") {
      throw new Fault(
        "not-anchored-yet",
        "The newest records of the period are durable and in line: a bundle can be made once they are on the ledger.",
        { retryAfterS: 1 },
      );
    }
    return { ...record, anchor };
  });
}

type Notes = readonly { readonly size: number; readonly note: string }[];

/** Each record's path to the newer checkpoint; the statement's also to the one that first covered it. */
async function proofs(
  db: Db,
  records: readonly Anchored[],
  { size, statement, notes }: { size: number; statement: Anchored; notes: Notes },
): Promise<BundleFile[]> {
  const files: BundleFile[] = [];
  for (const record of records) {
    const own = record.recordId === statement.recordId ? Number(record.anchor.treeSize) : size;
    const checkpoint = notes.find((one) => one.size === own)?.note;
    assertState(checkpoint !== undefined, "a proof without its checkpoint");
    const index = Number(record.anchor.leafIndex);
    const groups = inclusionNodes(index, own);
    const path = pathFromNodes(groups, lookupIn(await readNodes(db, groups.flat())));
    files.push({ path: paths.proof(record.recordId), content: text(formatTlogProof({ index, path, checkpoint })) });
  }
  return files;
}

async function consistency(db: Db, first: number, second: number) {
  const groups = consistencyNodes(first, second);
  const path = pathFromNodes(groups, lookupIn(await readNodes(db, groups.flat())));
  return { first_size: first, second_size: second, hashes: path.map(base64FromBytes) };
}

async function receipts(
  deps: ContentDeps,
  topicId: string,
  checkpoints: readonly NonNullable<Awaited<ReturnType<typeof readAnchored>>>[],
): Promise<BundleFile[]> {
  const files: BundleFile[] = [];
  for (const checkpoint of checkpoints) {
    const receipt = receiptJson(await receiptOf(deps, topicId, checkpoint));
    files.push({ path: paths.receipt(checkpoint.size), content: text(canonicalText(receipt)) });
  }
  return files;
}
