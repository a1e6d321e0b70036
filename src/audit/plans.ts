import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { commitment } from "../proof/record.ts";
import { base64FromBytes, sameBytes } from "../proof/text.ts";
import { ChainCheck, type CheckedChain } from "./chain-check.ts";
import { BrokenLink, type Finding, note } from "./findings.ts";
import { checkHeld } from "./held.ts";
import { checkLedger } from "./ledger-check.ts";
import { checkMeters } from "./meter-claims.ts";
import type { Movements } from "./movements.ts";
import { type AuditOptions, UsageError } from "./options.ts";
import { checkReceipt, checkRecord, type Evidence, evidenceFrom, jsonOf } from "./record-check.ts";
import { type RegisterRecords, readRegister } from "./register.ts";
import { acceptedWord, ledgerWord, type Report } from "./report.ts";
import { type SampleSource, samplesIn } from "./samples.ts";
import { savedNames } from "./saved.ts";
import { deviceWord, type SignatureSource, signaturesIn } from "./signatures.ts";
import { exportOf, logPlaceOf, proofOf } from "./sources/gateway.ts";
import { GatewayLines, samplesOfGateway, signaturesOfGateway } from "./sources/line-by-line.ts";
import { linesOf } from "./sources/lines.ts";
import { keep, keeping } from "./sources/saved.ts";
import { checkLog, checkTopic, entriesAtHand, mirrorFor, type Pointer, pointerOf } from "./steps.ts";
import type { TopicHistory } from "./topic-check.ts";

/** One record with its proof: in the log, published on the topic, when and in which message. */
export async function auditRecord(options: AuditOptions, report: Report): Promise<void> {
  report.subject = options.file === undefined ? `record ${options.recordId}` : `the record in ${options.file}`;
  const evidence = await readEvidence(options);
  const { record, proof } = evidence;
  if (record === undefined) throw new BrokenLink("document", "the document holds no record");
  if (proof === undefined) throw new UsageError("The record's proof is missing: give --proof FILE.");
  const digest = commitment(record);
  const pointer = evidence.receipt && pointerOf(evidence.receipt);
  const history = await checkTopic(options, report, pointer, (other) => sameBytes(other, digest));
  report.findings.push(...(await checkRecord({ ...evidence, record, proof }, history)));
  await growthIfAtHand(options, report, history);
  report.notProven.push(
    deviceWord(false),
    "that the verdict in it follows from the readings: that needs the plant's chain (audit the plant)",
  );
}

/** A receipt alone: the ledger facts it states are those of the topic. */
export async function auditReceipt(options: AuditOptions, report: Report): Promise<void> {
  const evidence = await readEvidence(options);
  report.subject = `the receipt in ${options.file}`;
  if (evidence.receipt === undefined) throw new BrokenLink("receipt", "the file holds no receipt in its form");
  const history = await checkTopic(options, report, evidence.receipt && pointerOf(evidence.receipt));
  report.findings.push(...(await checkReceipt(evidence, history)));
  await growthIfAtHand(options, report, history);
  report.notProven.push("what the record says: a receipt is of a commitment, the record itself was not looked at");
}

/** A plant's chain, whole or in part: unbroken, every record in the log in order, every verdict recomputed. */
export async function auditChain(options: AuditOptions, report: Report): Promise<void> {
  const { what, file, gateway, plantId, saveDir, retrain, signaturesFile } = options;
  const whole = what === "plant";
  const live = file === undefined;
  report.subject = whole ? `plant ${live ? plantId : file}` : `the range in ${file}`;
  const chunks = live && gateway && plantId ? exportOf(gateway, plantId) : createReadStream(file as string);
  const kept = keeping(chunks as AsyncIterable<Uint8Array>, saveDir, savedNames.chain, (chunk) => chunk);
  const signatures =
    signaturesFile !== undefined
      ? signaturesIn(linesOf(createReadStream(signaturesFile), signaturesFile))
      : live && gateway && plantId
        ? signaturesOfGateway(gateway, plantId, saveDir)
        : undefined;
  const samples =
    options.samplesFile !== undefined
      ? samplesIn(linesOf(createReadStream(options.samplesFile), options.samplesFile))
      : live && gateway && plantId
        ? samplesOfGateway(gateway, plantId, saveDir)
        : undefined;
  const check = new ChainCheck({ plantId: live ? plantId : undefined, whole, retrain, signatures, samples });
  for await (const line of linesOf(kept, file ?? "the export")) await check.add(line);
  const chain = check.finish();
  report.findings.push(...chain.findings);
  // Of a part of a chain nothing is held against them.
  if (whole) report.findings.push(...(await restOf("signatures", signatures)), ...(await restOf("samples", samples)));
  const { commitments, publicForms } = chain;
  const pointer = await pointerFor(options, chain);
  const history = await checkTopic(options, report, pointer, (commitment) => commitments.find(commitment) >= 0);
  report.findings.push(...publicForms.compare(chain, history.direct));
  const register = await checkPlaces(options, report, history, chain);
  report.findings.push(...(await checkHeld(options.heldFiles, { ...chain, whole }, history)));
  report.notProven.push(
    deviceWord(chain.allSigned),
    acceptedWord,
    `that no record follows number ${chain.lastSeq}, nor a second chain stands beside this one: whoever gave it can leave out what nobody holds a proof of; give the proofs you hold with --held FILE`,
  );
  await checkUnits(options, report, { pointer, history, chain, register });
  if (!whole) report.notProven.push("that verdicts follow from the readings: that needs the chain from record 1 on");
}

/** Where a chain's records stand in the log, and by when the ledger had them. @returns what of the registrar's is there as well */
async function checkPlaces(
  options: AuditOptions,
  report: Report,
  history: TopicHistory,
  chain: CheckedChain,
): Promise<RegisterRecords | undefined> {
  const { allowPending, registerFile } = options;
  const register = registerFile === undefined ? undefined : await readRegister(registerFile);
  const check = await checkLog(options, report, history, { ...chain, allowPending, register });
  const coveredMs = check?.coveredMs;
  chain.movements?.bound((seq) => coveredMs?.[seq - chain.firstSeq]);
  return check?.register;
}

/** What no record names: an export may be newer than that of the records, or somebody has put something in. */
async function restOf(check: string, source: SignatureSource | SampleSource | undefined): Promise<Finding[]> {
  if (source instanceof GatewayLines) await source.close();
  else if ((await source?.take(0)) !== undefined) {
    return [note(check, "the file goes on behind what these records name: nothing of that was looked at")];
  }
  return [];
}

type Checked = {
  readonly pointer: Pointer | undefined;
  readonly history: TopicHistory;
  readonly chain: CheckedChain;
  /** The registrar's records, as far as they are leaves of the log. */
  readonly register: RegisterRecords | undefined;
};

/** What the chain says of minted units, held against other plants' chains and the ledger: by a mirror, so not by what was saved alone. */
async function checkUnits(options: AuditOptions, report: Report, checked: Checked): Promise<void> {
  const { pointer, history, chain, register } = checked;
  const { movements } = chain;
  if (movements === undefined || movements.mints.length === 0) return;
  // Each chain's own transactions are its own audit's: of those beside this one the supply is made.
  const beside: CheckedChain[] = [];
  for (const file of options.besideFiles) {
    const other = await readBeside(options, report, file, history);
    requireOneChain(file, other, [chain, ...beside]);
    beside.push(other);
  }
  if (beside.length > 0) report.findings.push(...checkMeters([chain, ...beside], register));
  report.notProven.push(
    "that no other plant's chain earns with the meters of this one: give theirs with --beside, and the registrar's with --register",
  );
  const mirrorUrl = options.messagesFile === undefined ? mirrorFor(options, pointer) : options.mirrorUrl;
  if (mirrorUrl === undefined) {
    report.notProven.push(ledgerWord("mints, transfers and retirements"));
    return;
  }
  const publishedAt = options.allowPending ? undefined : history.checkpoints.at(-1)?.consensusTimestamp;
  const supply = { whole: options.wholeSupply, beside: beside.map((one) => one.movements as Movements) };
  report.findings.push(...(await checkLedger(movements, { mirrorUrl, publishedAt, supply })));
  report.notProven.push(
    `that ${mirrorUrl} shows what the network agreed on of units: ask a second mirror with --mirror`,
  );
}

/** The chain of another plant, from its record 1 on and in the same log. */
async function readBeside(options: AuditOptions, report: Report, file: string, history: TopicHistory) {
  const check = new ChainCheck({ plantId: undefined, whole: true });
  for await (const line of linesOf(createReadStream(file), file)) await check.add(line);
  const chain = check.finish();
  const log: Report = { subject: file, taken: [], findings: [], notProven: [] };
  await checkPlaces(options, log, history, chain);
  report.findings.push(
    ...log.findings.filter(({ state }) => state === "unchecked"),
    note("beside", `plant ${chain.plantId} to record ${chain.lastSeq}: its mints and retirements count in the supply`),
  );
  return chain;
}

/** A plant has one chain: of two that part, each would hide what only the other has. @throws {BrokenLink} */
function requireOneChain(file: string, chain: CheckedChain, others: readonly CheckedChain[]): void {
  for (const other of others) {
    if (other.plantId !== chain.plantId || other.orgId !== chain.orgId) continue;
    const shared = Math.min(other.lastSeq, chain.lastSeq);
    for (let i = 0; i < shared; i++) {
      if (sameBytes(other.commitments.list.at(i), chain.commitments.list.at(i))) continue;
      const detail = `${file} has another record ${i + 1} of plant ${chain.plantId} than the chain beside it: there are two chains`;
      throw new BrokenLink("beside", detail);
    }
  }
}

/** The whole topic: every message, every checkpoint, and that the log only grew. */
export async function auditLog(options: AuditOptions, report: Report): Promise<void> {
  report.subject = `the log on topic ${options.topicId ?? "(named below)"}`;
  const history = await checkTopic(options, report, await pointerFor(options, undefined));
  report.subject = `the log ${history.key.name} on topic ${history.topicId}`;
  const { sequenceNumber, runningHash } = history.last;
  const size = history.size === undefined ? "" : `:${history.size}`;
  report.findings.push(
    note("next-time", `go on from here with --after ${sequenceNumber}:${base64FromBytes(runningHash)}${size}`),
  );
  await checkLog(options, report, history, undefined);
  report.notProven.push("what the leaves stand for: they are commitments; records are shown by their owners");
}

async function readEvidence(options: AuditOptions): Promise<Evidence> {
  const { file, recordId, gateway, proofFile, saveDir } = options;
  const bytes = file === undefined ? undefined : await readFile(file);
  const text = bytes?.toString("utf8") ?? (gateway && recordId ? await proofOf(gateway, recordId) : "");
  const evidence = evidenceFrom(jsonOf(text));
  if (evidence !== undefined) {
    await keep(saveDir, savedNames.document, text);
    return evidence;
  }
  if (options.what === "receipt" || bytes === undefined) return { claims: {} };
  if (proofFile === undefined) {
    throw new UsageError(`${file} is not a proof document: give the record's proof with --proof FILE.`);
  }
  // A line feed at the end is the editor's or the export's, never the record's.
  const record = bytes.at(-1) === 10 ? bytes.subarray(0, -1) : bytes;
  return { record, proof: await readFile(proofFile, "utf8"), claims: {} };
}

/** What leads to topic and mirror, from the gateway: of a chain, the receipt of its newest record. Never trusted. */
async function pointerFor(options: AuditOptions, chain: CheckedChain | undefined): Promise<Pointer | undefined> {
  const { gateway, messagesFile, topicId, mirrorUrl, file, allowPending } = options;
  if (messagesFile !== undefined || gateway === undefined) return undefined;
  if (chain !== undefined && file === undefined && !allowPending) {
    const receipt = evidenceFrom(jsonOf(await proofOf(gateway, chain.lastRecordId)))?.receipt;
    return receipt && pointerOf(receipt);
  }
  if (topicId !== undefined && mirrorUrl !== undefined) return undefined;
  const place = await logPlaceOf(gateway);
  return { who: "the gateway", network: place.network, topicId: place.topic_id, mirrorUrl: place.mirror_url };
}

/** Rebuilding a whole log for one record is done only when its entries are at hand. */
async function growthIfAtHand(options: AuditOptions, report: Report, history: TopicHistory): Promise<void> {
  const offline = { ...options, gateway: undefined };
  if (entriesAtHand(offline, history)) await checkLog(offline, report, history, undefined);
  else report.notProven.push("that the log only grew between its checkpoints: audit the log, or give --tiles URL");
}
