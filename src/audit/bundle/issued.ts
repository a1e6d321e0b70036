import { z } from "zod";
import { bytesToHex, canonicalText, type Json, sha256Hex } from "../../kernel/canonical.ts";
import { didKeyOf, whyProofFails } from "../../proof/credential.ts";
import { commitment, parseRecord, type RecordEnvelope } from "../../proof/record.ts";
import { membersOf, named } from "../differences.ts";
import { BrokenLink, count, type Finding, ok, unchecked } from "../findings.ts";
import { clockToleranceMs } from "../movements.ts";
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
    didKeyOf(topic.key.publicKey),
  );
  const secured = membersOf(value);
  const { proof, ...document } = secured;
  if (!sameJson(document as Json, said)) throw broken("it does not say what the records say");
  const issuer = said.issuer;
  if (membersOf(proof).verificationMethod !== `${issuer}#${issuer.slice("did:key:".length)}`) {
    throw broken("its proof names another key than the log's");
  }
  const why = await whyProofFails(secured, topic.key.publicKey);
  if (why !== undefined) throw broken(why);
  return ok("credential", "the W3C credential says what the records say, signed by the log's key (eddsa-jcs-2022)");
}

const accreditationSchema = z.looseObject({
  accreditation_id: z.string(),
  organisation: z.string(),
  role: z.string(),
  rulebook: z.looseObject({ id: z.string(), hash: z.string() }),
  public_key: z.string(),
  valid_from: z.string(),
  valid_to: z.string(),
});

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
  for (const step of needing) {
    const { id, hash } = statement.json.rulebook;
    requireAccredited(step, records, { rulebook: `${id} ${hash}`, byMs: newestMs(topic) });
  }
  const detail = "each by a party that the registrar had accredited for the rulebook, with the key it signed with";
  return [ok("accreditation", `${count(needing.length, "step")} ${detail}`)];
}

type Registered = { readonly record: RecordEnvelope; readonly commitment: string };

async function registrarRecords(bundle: OpenedBundle, facts: BundleFacts, topic: BundleTopic): Promise<Registered[]> {
  const found: Registered[] = [];
  for await (const line of linesOf(bundle.stream(paths.accreditations), paths.accreditations)) {
    const bytes = Uint8Array.from(line);
    const parsed = parseRecord(bytes);
    if (!parsed.ok)
      throw new BrokenLink("canonical", `${paths.accreditations}, line ${found.length + 1}: ${parsed.reason}`);
    if (parsed.record.plantId !== "REGISTER" || parsed.record.orgId !== "registrar") {
      throw new BrokenLink("accreditation", `${named(parsed.record)} is not of the registrar's chain`);
    }
    await checkInLog(bundle, topic, bytes, { recordId: parsed.record.recordId, size: facts.size });
    found.push({ record: parsed.record, commitment: bytesToHex(commitment(bytes)) });
  }
  return found;
}

/** By when the ledger had all of a bundle's records, ms. */
function newestMs({ published }: BundleTopic): number {
  const times = [...published.values()].flatMap(({ history }) => history.checkpoints);
  return Math.max(...times.map(({ consensusTimestamp }) => 1_000 * Number(consensusTimestamp)));
}

function requireAccredited(
  { record, members }: Step,
  records: readonly Registered[],
  { rulebook, byMs }: { readonly rulebook: string; readonly byMs: number },
): void {
  const broken = (detail: string) => new BrokenLink("accreditation", `${named(record)}: ${detail}`);
  const under = membersOf(members.accreditation);
  const party = membersOf(members.party);
  const found = records.find((one) => one.commitment === under.commitment);
  const read = accreditationSchema.safeParse(found?.record.members.accreditation);
  if (found?.record.kind !== "accreditation" || !read.success) {
    throw broken(`the accreditation it names is not in ${paths.accreditations}`);
  }
  const given = read.data;
  const at = String(record.members.received_at);
  if (given.public_key !== under.public_key) throw broken("its key is not the accredited one");
  if (given.organisation !== party.organisation || given.role !== party.duty) {
    throw broken(`${given.accreditation_id} is of ${given.organisation} as ${given.role}`);
  }
  if (`${given.rulebook.id} ${given.rulebook.hash}` !== rulebook) {
    throw broken(`${given.accreditation_id} is for the rulebook ${given.rulebook.id}`);
  }
  // By the gateway's clock, but not later than the ledger had it: else a step came before its accreditation was valid.
  if (at < given.valid_from || byMs + clockToleranceMs < Date.parse(given.valid_from) || at >= given.valid_to)
    throw broken(`${given.accreditation_id} did not hold at ${at}`);
  const withdrawn = records.find((one) => {
    const { id } = membersOf(membersOf(one.record.members.withdrawal).accreditation);
    return id === given.accreditation_id && String(one.record.members.received_at) <= at;
  });
  if (withdrawn !== undefined) throw broken(`${given.accreditation_id} had been withdrawn`);
}

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
