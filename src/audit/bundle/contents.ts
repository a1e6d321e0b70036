import { readAnchored } from "../../anchoring/log-reader.ts";
import { readNodes } from "../../anchoring/node-store.ts";
import { readPredecessors, readVerifierKeys } from "../../anchoring/predecessors.ts";
import { findPublished } from "../../issuance/accreditation-store.ts";
import { listIntents } from "../../issuance/mint-store.ts";
import { registrarChain } from "../../issuance/registrar.ts";
import { mainMeters } from "../../issuance/statement.ts";
import { canonicalBytes, canonicalText, type Json, sha256Hex } from "../../kernel/canonical.ts";
import { assertState, Fault } from "../../kernel/fault.ts";
import type { Mirror } from "../../ledger/ledger.ts";
import type { Db } from "../../platform/database.ts";
import type { ScopedDb } from "../../platform/scoped.ts";
import { parseVerifierKey } from "../../proof/note.ts";
import { receiptJson } from "../../proof/receipt.ts";
import { base64FromBytes, sameBytes } from "../../proof/text.ts";
import { formatTlogProof } from "../../proof/tlog-proof.ts";
import { consistencyNodes, inclusionNodes, lookupIn, pathFromNodes } from "../../proof/tree.ts";
import { findRecords, listChain } from "../../telemetry/record-store.ts";
import { parseBody, type StoredRecord } from "../../telemetry/types.ts";
import { receiptOf } from "../receipt.ts";
import type { LedgerFacts } from "../types.ts";
import { credentialText, type IssuerKey, verifiedBy } from "./credential.ts";
import { dataFiles } from "./data-files.ts";
import { announcedIn, messageJson, messagesOf, mintFacts, notShown } from "./ledger-facts.ts";
import type { Plan } from "./plan.ts";
import { reportHtml } from "./report.ts";
import { daysOf, type EarlierRecord, earlierRecords, samplesSize, signedSize } from "./store.ts";
import { type BundleFacts, type BundleFile, paths } from "./types.ts";

export type ContentDeps = {
  readonly db: ScopedDb;
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
 * Every file of a bundle in its order; the records stand there without their content.
 *
 * @throws {Fault} `not-anchored-yet` while the newest step is on its way to the ledger
 */
export async function contentsOf(deps: ContentDeps, plan: Plan): Promise<BundleFile[]> {
  const db = deps.db.of(plan.orgId);
  const found = await evidenceOf(deps, plan);
  const { facts, earlier, accreditations, last } = found;
  const mint = (await listIntents(db, plan)).find(({ issuanceId }) => issuanceId === plan.issuance?.issuanceId);
  const window = { ...plan.period, upToSeq: BigInt(plan.statement.records.head_seq) };
  const days = await daysOf(db, plan, window, mainMeters(plan.design.design));
  return [
    { path: paths.facts, content: json(facts) },
    { path: paths.report, content: text(reportHtml({ plan, facts, days, mint })) },
    { path: paths.statement, content: plan.bytes },
    { path: paths.credential, content: text(await credential(deps, plan, last)) },
    { path: paths.records, content: null },
    ...((await signedSize(db, plan)) > 0 ? [{ path: paths.signatures, content: null }] : []),
    ...((await samplesSize(db, plan)) > 0 ? [{ path: paths.samples, content: null }] : []),
    ...optional(paths.assessment, plan.beginning?.assessment),
    ...optional(paths.earlier, plan.beginning && lines(earlier.map(({ body }) => body))),
    ...optional(paths.accreditations, accreditations.length > 0 && lines(accreditations.map(({ body }) => body))),
    ...(await logFiles(deps, found)),
    ...(await ledgerFiles(deps, found)),
    ...optional(paths.mint, await mintFacts(deps.mirror, mint)),
    ...dataFiles(),
  ];
}

function optional(path: string, content: Uint8Array | null | undefined | false): BundleFile[] {
  return content ? [{ path, content }] : [];
}

type Checkpoint = NonNullable<Awaited<ReturnType<typeof readAnchored>>>;

/** What has to be proven, and the checkpoints under which it is. */
type Evidence = {
  readonly facts: BundleFacts;
  /** Of the log, and of those that went on from it, the newest last. */
  readonly verifierKeys: readonly string[];
  readonly statement: Anchored;
  readonly last: Anchored;
  readonly earlier: readonly EarlierRecord[];
  readonly accreditations: readonly Anchored[];
  /** All that is proven by itself. */
  readonly proven: readonly Anchored[];
  readonly checkpoints: readonly Checkpoint[];
};

async function evidenceOf({ db: scoped, ledger }: ContentDeps, plan: Plan): Promise<Evidence> {
  const db = scoped.of(plan.orgId);
  const verifierKeys = await readVerifierKeys(db);
  const earlier = plan.beginning === undefined ? [] : await earlierRecords(db, plan, plan.firstSeq);
  const [newest] = await listChain(db, { ...plan, afterSeq: plan.lastSeq - 1n, toSeq: plan.lastSeq, limit: 1 });
  assertState(newest !== undefined, "a chain without its record");
  const lastId = String(parseBody(newest).id);
  const ids = new Set([plan.facts.recordId, lastId, ...earlier.map(({ recordId }) => recordId)]);
  const own = await anchored(db, plan.orgId, [...ids]);
  const accreditations = await accreditationRecords(scoped, plan);
  const [statement, last] = [plan.facts.recordId, lastId].map((id) => own.find(({ recordId }) => recordId === id));
  assertState(statement !== undefined && last !== undefined, "a record that vanished");
  const proven = [...own, ...accreditations];
  const statementSize = Number(statement.anchor.treeSize);
  const size = Math.max(...proven.map(({ anchor }) => Number(anchor.treeSize)));
  const checkpoints: Checkpoint[] = [];
  for (const one of new Set([statementSize, size])) {
    const checkpoint = await readAnchored(db, one);
    assertState(checkpoint !== undefined, "an anchored record without its checkpoint");
    checkpoints.push(checkpoint);
  }
  const facts: BundleFacts = {
    v: 1,
    plant_id: plan.plantId,
    period_id: plan.periodId,
    statement_no: plan.facts.statementNo,
    label: plan.label,
    issuance_id: plan.issuance?.issuanceId ?? null,
    first_seq: Number(plan.firstSeq),
    last_seq: Number(plan.lastSeq),
    network: ledger.network,
    topic_id: last.anchor.topicId,
    statement_size: statementSize,
    size,
  };
  return { facts, verifierKeys, statement, last, earlier, accreditations, proven, checkpoints };
}

async function logFiles({ db }: ContentDeps, found: Evidence): Promise<BundleFile[]> {
  const { facts, verifierKeys, checkpoints } = found;
  return [
    { path: paths.verifierKey, content: text(`${verifierKeys.join("\n")}\n`) },
    ...checkpoints.map(({ size, note }) => ({ path: paths.checkpoint(size), content: text(note) })),
    { path: paths.consistency, content: json(await consistency(db.shared, facts.statement_size, facts.size)) },
    ...(await proofs(db.shared, found)),
  ];
}

async function ledgerFiles(deps: ContentDeps, { facts, checkpoints }: Evidence): Promise<BundleFile[]> {
  const { topic_id: topicId } = facts;
  const own = checkpoints.map(({ sequenceNumber }) => sequenceNumber);
  const numbers = [...own, ...(await successionNumbers(deps, topicId))];
  const messages = await messagesOf(deps.mirror, topicId, numbers);
  const receipts: BundleFile[] = [];
  for (const checkpoint of checkpoints) {
    const receipt = receiptJson(await receiptOf(deps, topicId, checkpoint));
    receipts.push({ path: paths.receipt(checkpoint.size), content: text(canonicalText(receipt)) });
  }
  return [
    { path: paths.messages, content: lines(messages.map((one) => json(messageJson(topicId, one)))) },
    ...receipts,
  ];
}

/** The messages by which one log went on from another: the last checkpoint of each before, and what announces the next. */
async function successionNumbers({ db, mirror }: ContentDeps, topicId: string): Promise<bigint[]> {
  const before = await readPredecessors(db.shared);
  const keys = await readVerifierKeys(db.shared);
  const numbers: bigint[] = [];
  for (const [i, { size }] of before.entries()) {
    const last = await readAnchored(db.shared, size);
    if (last === undefined) throw notShown(`the last checkpoint of the log before`);
    numbers.push(last.sequenceNumber, await announcedIn(mirror, topicId, last.sequenceNumber, keys[i + 1] as string));
  }
  return numbers;
}

async function credential(deps: ContentDeps, plan: Plan, last: StoredRecord): Promise<string> {
  const { issuerKey } = deps;
  const own = parseVerifierKey((await readVerifierKeys(deps.db.shared)).at(-1) ?? "");
  // A key file of another log signs nothing either: a bundle is made once, and its credential could never be verified.
  if (issuerKey === undefined || own === undefined || !sameBytes(issuerKey.publicKey, own.publicKey)) {
    throw new Fault("storage-unavailable", "This gateway does not hold the log's key: ask the one that anchors.");
  }
  const claimed = {
    statement: JSON.parse(new TextDecoder().decode(plan.bytes)) as Json,
    statementSha256: sha256Hex(plan.bytes),
    label: plan.label,
    verified: verifiedBy(plan.issuance),
    madeAt: plan.facts.createdAt.toISOString(),
    asOf: last.receivedAt.toISOString(),
  };
  return credentialText(claimed, issuerKey);
}

/** The accreditations under which steps were taken, each with what withdrew it since. */
async function accreditationRecords(db: ScopedDb, { issuance }: Plan): Promise<Anchored[]> {
  const ids = new Set((issuance?.steps ?? []).flatMap(({ accreditationId }) => accreditationId ?? []));
  const records: string[] = [];
  for (const id of ids) {
    const accreditation = await findPublished(db.shared, id);
    assertState(accreditation !== undefined, "a step under an accreditation that is not stored");
    records.push(accreditation.recordId);
    if (accreditation.withdrawn !== null) records.push(accreditation.withdrawn.recordId);
  }
  return records.length === 0 ? [] : anchored(db.of(registrarChain.orgId), registrarChain.orgId, records);
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

/** Each record's path to the newer checkpoint; the statement's to the one that first covered it. */
async function proofs(db: Db, { facts, proven, statement, checkpoints }: Evidence): Promise<BundleFile[]> {
  const files: BundleFile[] = [];
  for (const { recordId, anchor } of proven) {
    const size = recordId === statement.recordId ? facts.statement_size : facts.size;
    const checkpoint = checkpoints.find((one) => one.size === size)?.note;
    assertState(checkpoint !== undefined, "a proof without its checkpoint");
    const index = Number(anchor.leafIndex);
    const groups = inclusionNodes(index, size);
    const path = pathFromNodes(groups, lookupIn(await readNodes(db, groups.flat())));
    files.push({ path: paths.proof(recordId), content: text(formatTlogProof({ index, path, checkpoint })) });
  }
  return files;
}

async function consistency(db: Db, first: number, second: number) {
  const groups = consistencyNodes(first, second);
  const path = pathFromNodes(groups, lookupIn(await readNodes(db, groups.flat())));
  return { first_size: first, second_size: second, hashes: path.map(base64FromBytes) };
}
