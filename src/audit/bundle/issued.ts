import { bytesToHex, canonicalText, type Json, sha256Hex } from "../../kernel/canonical.ts";
import { assertState } from "../../kernel/fault.ts";
import { didKeyOf, whyProofFails } from "../../proof/credential.ts";
import { commitment, parseRecord, type RecordEnvelope } from "../../proof/record.ts";
import { parseTlogProof } from "../../proof/tlog-proof.ts";
import { accreditationIn, whyNotUnder } from "../accredited.ts";
import { membersOf, named } from "../differences.ts";
import { BrokenLink, count, type Finding, ok, unchecked } from "../findings.ts";
import { clockToleranceMs } from "../movements.ts";
import { withdrawnBy } from "../register.ts";
import { isRegistrars } from "../register-replay.ts";
import { linesOf } from "../sources/lines.ts";
import { type BundleChain, type Step, sameJson } from "./chain.ts";
import { credentialDocument } from "./credential.ts";
import { dataFiles } from "./data-files.ts";
import type { OpenedBundle } from "./open.ts";
import { type BundleTopic, checkInLog } from "./topic.ts";
import { type BundleFacts, paths } from "./types.ts";

/** The credential says what the records say, and the log's key has signed it. @throws {BrokenLink} */
export async function checkCredential(
  bundle: OpenedBundle,
  topic: BundleTopic,
  { statement, label, steps }: BundleChain,
): Promise<Finding> {
  const broken = (detail: string) => new BrokenLink("credential", `${paths.credential}: ${detail}`);
  const text = new TextDecoder().decode(await bundle.read(paths.credential));
  const value = jsonIn(text, paths.credential) as Json;
  // The signature is over what is read; a text that says something twice would be read otherwise by others.
  if (!isCanonical(value, text)) throw broken("it is not in its canonical form (RFC 8785)");
  const { issuer: claimed } = membersOf(value);
  // Made under the key that the log had by then; where it is of none of them, nothing below fits.
  const key = topic.keys.find(({ publicKey }) => didKeyOf(publicKey) === claimed) ?? topic.keys.at(-1);
  assertState(key !== undefined, "a topic without a key");
  const verify = steps.find(({ members }) => members.step === "verify")?.members;
  const organisation = String(membersOf(verify?.party).organisation);
  const said = credentialDocument(
    {
      statement: JSON.parse(new TextDecoder().decode(statement.bytes)) as Json,
      statementSha256: sha256Hex(statement.bytes),
      label,
      verified: verify === undefined ? null : { organisation, signature: String(verify.signature) },
      madeAt: statement.madeAt,
      asOf: "",
    },
    didKeyOf(key.publicKey),
  );
  const secured = membersOf(value);
  const { proof, ...document } = secured;
  if (!sameJson(document as Json, said)) throw broken("it does not say what the records say");
  const issuer = said.issuer;
  if (membersOf(proof).verificationMethod !== `${issuer}#${issuer.slice("did:key:".length)}`) {
    throw broken("its proof names another key than the log's");
  }
  const why = await whyProofFails(secured, key.publicKey);
  if (why !== undefined) throw broken(why);
  return ok("credential", "the W3C credential says what the records say, signed by the log's key (eddsa-jcs-2022)");
}

/** Every step that needs it was taken under an accreditation of the registrar that held then. @throws {BrokenLink} */
export async function checkAccreditations(
  bundle: OpenedBundle,
  facts: BundleFacts,
  topic: BundleTopic,
  { steps, statement }: BundleChain,
): Promise<Finding[]> {
  const needing = steps.filter(({ members }) => ["verify", "reject", "approve", "mint"].includes(String(members.step)));
  if (needing.length === 0) return [];
  const records = await registrarRecords(bundle, facts, topic);
  const { id, hash } = statement.json.rulebook;
  const times = { rulebook: `${id} ${hash}`, ...(await placeOf(bundle, facts, topic, statement.recordId)) };
  const late = needing.filter((step) => requireAccredited(step, records, times) === "late");
  const detail = "each by a party that the registrar had accredited for the rulebook, with the key it signed with";
  const why = "of a time that only the gateway says: the ledger had the statement after the accreditation's end";
  return [
    ok("accreditation", `${count(needing.length, "step")} ${detail}`),
    ...(late.length > 0 ? [unchecked("accreditation", `${count(late.length, "step")} ${why}`)] : []),
  ];
}

/** A record of the registrar's, and its leaf in the log. */
type Registered = { readonly record: RecordEnvelope; readonly commitment: string; readonly leaf: number };

async function registrarRecords(bundle: OpenedBundle, facts: BundleFacts, topic: BundleTopic): Promise<Registered[]> {
  const found: Registered[] = [];
  for await (const line of linesOf(bundle.stream(paths.accreditations), paths.accreditations)) {
    const bytes = Uint8Array.from(line);
    const parsed = parseRecord(bytes);
    if (!parsed.ok)
      throw new BrokenLink("canonical", `${paths.accreditations}, line ${found.length + 1}: ${parsed.reason}`);
    const { record } = parsed;
    if (!isRegistrars(record)) {
      throw new BrokenLink("accreditation", `${named(record)} is not of the registrar's chain`);
    }
    await checkInLog(bundle, topic, bytes, { recordId: record.recordId, size: facts.size });
    found.push({ record, commitment: bytesToHex(commitment(bytes)), leaf: await leafOf(bundle, record.recordId) });
  }
  return found;
}

/** By a proof that was checked. */
async function leafOf(bundle: OpenedBundle, recordId: string): Promise<number> {
  const proof = new TextDecoder().decode(await bundle.read(paths.proof(recordId)));
  return parseTlogProof(proof)?.index ?? Number.NaN;
}

/** Between which times of the ledger, ms, the steps were taken, and behind which leaf: that of their statement. */
type Placed = { readonly afterMs: number; readonly byMs: number; readonly afterLeaf: number };

async function placeOf(
  bundle: OpenedBundle,
  facts: BundleFacts,
  { published }: BundleTopic,
  recordId: string,
): Promise<Placed> {
  const timesOf = (size: number) =>
    (published.get(size)?.history.checkpoints ?? []).map(
      ({ consensusTimestamp }) => 1_000 * Number(consensusTimestamp),
    );
  const [own, all] = [timesOf(facts.statement_size), [...published.keys()].flatMap(timesOf)];
  return { afterMs: Math.max(...own), byMs: Math.max(...all), afterLeaf: await leafOf(bundle, recordId) };
}

/** @returns `late` where the accreditation had ended by the ledger's time when the statement came there */
function requireAccredited(
  { record, members }: Step,
  records: readonly Registered[],
  { rulebook, afterMs, byMs, afterLeaf }: Placed & { readonly rulebook: string },
): "late" | undefined {
  const broken = (detail: string) => new BrokenLink("accreditation", `${named(record)}: ${detail}`);
  const under = membersOf(members.accreditation);
  const party = membersOf(members.party);
  const found = records.find((one) => one.commitment === under.commitment);
  const given = found && accreditationIn(found.record);
  if (given === undefined) throw broken(`the accreditation it names is not in ${paths.accreditations}`);
  const receivedAt = String(record.members.received_at);
  const [publicKey, organisation, duty] = [under.public_key, party.organisation, party.duty].map(String) as Triple;
  const why = whyNotUnder({ where: named(record), publicKey, organisation, duty, rulebook, receivedAt }, given);
  if (why !== undefined) throw broken(why);
  // By the gateway's clock, but not later than the ledger had it: else a step came before its accreditation was valid.
  if (byMs + clockToleranceMs < Date.parse(given.valid_from))
    throw broken(`${given.accreditation_id} did not hold at ${receivedAt}`);
  // What was withdrawn before the statement was in the log had been withdrawn for each of its steps, whatever times records say.
  const withdrawn = records.find(
    (one) =>
      withdrawnBy(one.record) === given.accreditation_id &&
      (one.leaf < afterLeaf || String(one.record.members.received_at) <= receivedAt),
  );
  if (withdrawn !== undefined) throw broken(`${given.accreditation_id} had been withdrawn`);
  return afterMs > Date.parse(given.valid_to) + clockToleranceMs ? "late" : undefined;
}

type Triple = [string, string, string];

/** Rulebook, policy, model and tables that the records name are there, byte for byte, and nothing else is. */
export async function checkData(
  bundle: OpenedBundle,
  { named: needed, statement }: BundleChain,
): Promise<readonly Finding[]> {
  const ours = new Map(dataFiles().map(({ path, content }) => [sha256Hex(content ?? new Uint8Array(0)), path]));
  const hashes = new Set<string>();
  const strangers: string[] = [];
  for (const path of bundle.paths.filter((one) => one.startsWith("data/"))) {
    const hash = sha256Hex(await bundle.read(path));
    hashes.add(hash);
    if (!needed.has(hash) && ours.get(hash) !== path) strangers.push(path);
  }
  const lacking = [...needed].filter(([hash]) => !hashes.has(hash)).map(([hash, where]) => `${where} (${hash})`);
  const { table, hash } = statement.json.factor;
  const own = table !== null && !hashes.has(hash) ? `; the table ${table} stands in the design record` : "";
  const there = count(needed.size - lacking.length, "data file", "data files");
  return [
    ok("data", `${there} by the hashes that records name: rulebooks, policy, model, tables${own}`),
    ...strangers.map((path) => unchecked("data", `${path} is named by no record and is not the one of this version`)),
    ...lacking.map((what) => unchecked("data", `${what} is not among the files in data/`)),
  ];
}

function isCanonical(value: Json, text: string): boolean {
  try {
    return canonicalText(value) === text;
  } catch {
    return false;
  }
}

/** @throws {BrokenLink} */
export function jsonIn(content: Uint8Array | string, name: string): unknown {
  try {
    return JSON.parse(typeof content === "string" ? content : new TextDecoder().decode(content));
  } catch {
    throw new BrokenLink("archive", `${name} is not JSON`);
  }
}
