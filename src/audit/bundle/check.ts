import { readFile } from "node:fs/promises";
import { z } from "zod";
import { claims } from "../../issuance/lifecycle.ts";
import { sha256Hex } from "../../kernel/canonical.ts";
import { claimedCheckpoint } from "../../proof/checkpoint.ts";
import { formatVerifierKey } from "../../proof/note.ts";
import { parseTlogProof } from "../../proof/tlog-proof.ts";
import { verifyRecordProof } from "../../proof/verify.ts";
import { membersOf } from "../differences.ts";
import { BrokenLink, type Finding, note, ok, unchecked } from "../findings.ts";
import { checkLedger } from "../ledger-check.ts";
import { keyOfNote, successionWords } from "../log-keys.ts";
import { type AuditOptions, UsageError } from "../options.ts";
import { evidenceFrom, jsonOf } from "../record-check.ts";
import { acceptedWord, ledgerWord, type Report } from "../report.ts";
import { deviceWord } from "../signatures.ts";
import { type BundleChain, checkBundleChain } from "./chain.ts";
import { dataFiles } from "./data-files.ts";
import { checkAccreditations, checkCredential, checkData } from "./issued.ts";
import { checkLive, checkMint } from "./minted.ts";
import { type OpenedBundle, openBundleFile } from "./open.ts";
import { type BundleTopic, checkBundleTopic } from "./topic.ts";
import { type BundleFacts, paths } from "./types.ts";

const place = z.int().min(1);

const factsSchema = z.strictObject({
  v: z.literal(1),
  plant_id: z.string(),
  period_id: z.string(),
  statement_no: place,
  label: z.enum(claims),
  issuance_id: z.string().nullable(),
  first_seq: place,
  last_seq: place,
  network: z.enum(["local", "testnet", "previewnet", "mainnet"]),
  topic_id: z.string().regex(/^\d+\.\d+\.\d+$/),
  statement_size: place,
  size: place,
});

/** An evidence bundle, offline: readings, verdicts, carbon, statement, signature, accreditation, mint. */
export async function auditBundle(options: AuditOptions, report: Report): Promise<void> {
  const { file, key, topicId, leafFile, mirrorUrl } = options;
  if (file === undefined) throw new UsageError("Name the file with the bundle.");
  report.subject = `the bundle in ${file}`;
  const bundle = await openBundleFile(file);
  report.findings.push(
    ok("archive", `${bundle.paths.length} files, each header and digest as it must be; SHA-256 ${bundle.sha256}`),
  );
  const facts = await readFacts(bundle);
  report.subject = `${facts.plant_id}, period ${facts.period_id}, statement ${facts.statement_no}: ${facts.label}`;
  const topic = await checkBundleTopic(bundle, facts, { key, topicId });
  report.findings.push(...topic.findings);
  say(report, facts, topic, options);
  const chain = await checkBundleChain(bundle, facts, topic);
  report.notProven.push(deviceWord(chain.allSigned));
  report.findings.push(...chain.findings);
  report.findings.push(...(await checkAccreditations(bundle, facts, topic, chain)));
  report.findings.push(await checkCredential(bundle, topic, chain));
  report.findings.push(...(await checkData(bundle, chain)));
  requireKnownFiles(bundle, facts);
  report.findings.push(...(await checkMint(bundle, topic, chain)));
  if (mirrorUrl !== undefined) report.findings.push(await checkLive(bundle, topic, mirrorUrl));
  await checkNamed(chain, topic, { mirrorUrl, report });
  report.findings.push(await checkLeaf(bundle, topic, leafFile, report));
}

function say(report: Report, facts: BundleFacts, topic: BundleTopic, options: AuditOptions): void {
  const { keys, successions, topicId } = topic;
  const given = options.key === undefined ? "that message 1 announces" : "given";
  const key = options.key ?? keys[0];
  report.taken.push(`the verifier key ${given}: ${key && formatVerifierKey(key)}`);
  report.taken.push(...successionWords(successions, options.key));
  if (successions.length > 0) {
    report.notProven.push(
      "that no key of before signed anything new behind its end, and that the log went on from what it had: audit the log",
    );
  }
  if (options.topicId === undefined)
    report.taken.push(`topic ${topicId}, because the bundle names it: compare it with the published one`);
  if (facts.network === "local") {
    report.notProven.push(
      "anything to others: this is a ledger of one machine, whose owner can make a new one at will",
    );
  } else if (options.mirrorUrl === undefined) {
    report.notProven.push("that the messages and mints are those of the ledger: ask a mirror you trust with --mirror");
  }
  report.notProven.push(
    acceptedWord,
    `what was decided after record ${facts.last_seq}: later reviews, amendments and claims are in later records`,
  );
  if (facts.first_seq > 1) {
    report.notProven.push(
      `that ${paths.earlier} holds every record of its kinds before record ${facts.first_seq} (one of a plant, device, key, model, design, statement, mint or claim may be left out of it), and that no reading before it covers a time of a late one: that needs the whole chain (audit the plant)`,
    );
  }
  if (facts.label !== claims[0]) {
    report.notProven.push(
      `that ${paths.accreditations} holds every withdrawal: that needs the registrar's chain; nor that verifier and operator did not collude`,
    );
  }
}

/** What the records name on the ledger, as a mirror shows it now; others' units of the same token are not looked at. */
async function checkNamed(
  { movements }: BundleChain,
  topic: BundleTopic,
  { mirrorUrl, report }: { readonly mirrorUrl: string | undefined; readonly report: Report },
): Promise<void> {
  if (movements === undefined || movements.mints.length === 0) return;
  if (mirrorUrl === undefined) {
    if (movements.moves.length > 0) report.notProven.push(ledgerWord("transfers and retirements"));
    return;
  }
  const publishedAt = topic.messages.at(-1)?.consensusTimestamp;
  report.findings.push(...(await checkLedger(movements, { mirrorUrl, publishedAt })));
  report.notProven.push("that nothing else was minted in the same tokens: audit the plant");
}

async function readFacts(bundle: OpenedBundle): Promise<BundleFacts> {
  try {
    const facts = factsSchema.parse(JSON.parse(new TextDecoder().decode(await bundle.read(paths.facts))));
    if (facts.statement_size <= facts.size && facts.first_seq <= facts.last_seq) return facts;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
  }
  throw new BrokenLink("archive", `${paths.facts} is not in its form`);
}

/** Nothing is carried along that was not looked at. */
function requireKnownFiles(bundle: OpenedBundle, facts: BundleFacts): void {
  const fixed = Object.values(paths).filter((path): path is Extract<typeof path, string> => typeof path === "string");
  const sizes = [facts.statement_size, facts.size];
  const known = new Set<string>([
    ...fixed,
    ...sizes.flatMap((size) => [paths.checkpoint(size), paths.receipt(size)]),
    ...dataFiles().map(({ path }) => path),
  ]);
  const stranger = bundle.paths.find(
    (path) => !known.has(path) && !/^(log\/proofs\/rec_[0-9a-z]{26}\.txt|data\/[a-z0-9.-]+\.json)$/.test(path),
  );
  if (stranger !== undefined) throw new BrokenLink("archive", `${stranger} is no file of a bundle`);
}

/** The bundle's digest is in a record of the plant's chain, which is a leaf of the log. */
async function checkLeaf(
  bundle: OpenedBundle,
  topic: BundleTopic,
  leafFile: string | undefined,
  report: Report,
): Promise<Finding> {
  if (leafFile === undefined) {
    const detail = `with --leaf FILE (the proof of the record that holds it) the SHA-256 ${bundle.sha256} is checked too: ${paths.report} is vouched for by it alone`;
    return note("leaf", detail);
  }
  const evidence = evidenceFrom(jsonOf(await readFile(leafFile, "utf8")));
  const { record, proof } = evidence ?? {};
  if (record === undefined || proof === undefined) throw new UsageError(`${leafFile} is not a proof document.`);
  const checkpoint = parseTlogProof(proof)?.checkpoint;
  const key = keyOfNote(topic.keys, checkpoint);
  const origin = checkpoint === undefined ? undefined : claimedCheckpoint(checkpoint)?.origin;
  if (origin !== undefined && origin !== key.name) {
    const detail = `${leafFile} is proven under the log ${origin}, of which the bundle knows nothing: audit record ${leafFile}, and compare the SHA-256 ${bundle.sha256}`;
    return unchecked("leaf", detail);
  }
  const { checks, proven } = await verifyRecordProof({ record, proof, verifierKey: formatVerifierKey(key) });
  const failed = checks.find((one) => !one.ok);
  if (failed !== undefined || proven === undefined) throw new BrokenLink("leaf", `${leafFile}: ${failed?.detail}`);
  const said = membersOf(proven.record.members.bundle);
  if (said.sha256 !== bundle.sha256) {
    const detail = `the log holds the bundle with SHA-256 ${String(said.sha256)} (record ${proven.record.recordId}), this one has ${bundle.sha256}`;
    throw new BrokenLink("leaf", detail);
  }
  report.notProven.push(
    `that the checkpoint of ${proven.checkpoint.size} leaves over the bundle's record is on the topic: audit record ${leafFile} asks a mirror`,
  );
  return ok(
    "leaf",
    `the bundle's SHA-256 stands in record ${proven.record.recordId}, leaf ${proven.index} of the log (${sha256Hex(record)})`,
  );
}
