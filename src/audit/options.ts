import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chosenIdPattern, recordIdPattern } from "../kernel/ids.ts";
import { genesisRunningHash } from "../kernel/running-hash.ts";
import { parseVerifierKey, type VerifierKey } from "../proof/note.ts";
import { bytesFromBase64 } from "../proof/text.ts";
import type { TopicStart } from "./message-order.ts";
import { savedNames } from "./saved.ts";
import type { GatewayAddress } from "./sources/gateway.ts";

const subjects = ["record", "receipt", "range", "plant", "log", "bundle"] as const;
export type Subject = (typeof subjects)[number];

/** One audit as the command line describes it. Paths are absolute. */
export type AuditOptions = {
  readonly what: Subject;
  /** What is audited, as a file; undefined: fetched from the gateway. */
  readonly file: string | undefined;
  readonly recordId: string | undefined;
  readonly proofFile: string | undefined;
  readonly plantId: string | undefined;
  readonly gateway: GatewayAddress | undefined;
  readonly topicId: string | undefined;
  readonly key: VerifierKey | undefined;
  readonly start: TopicStart;
  readonly mirrorUrl: string | undefined;
  /** Of a bundle: the proof of the record that holds its digest. */
  readonly leafFile: string | undefined;
  /** The running gateway's own mirror, from demo.json: used only when nothing else names one. */
  readonly localMirrorUrl: string | undefined;
  readonly messagesFile: string | undefined;
  readonly entriesFile: string | undefined;
  readonly tilesUrl: string | undefined;
  /** What devices signed, one evidence a line. */
  readonly signaturesFile: string | undefined;
  /** What records were made of, one sample or evidence a line. */
  readonly samplesFile: string | undefined;
  /** Proof documents that were given out before: what they prove must stand in the chain. */
  readonly heldFiles: readonly string[];
  /** Records of the registrar's chain, to which steps of issuances are held. */
  readonly registerFile: string | undefined;
  /** Chains of other plants, whose units may be of the same tokens. */
  readonly besideFiles: readonly string[];
  /** The chains at hand name all that was ever minted in their tokens. */
  readonly wholeSupply: boolean;
  readonly saveDir: string | undefined;
  readonly allowPending: boolean;
  /** A plant's own models are trained again from the readings they name. */
  readonly retrain: boolean;
  readonly json: boolean;
};

export const usage = `Checks records of a Hydro MRV Gateway against the public ledger, trusting nobody.

  npm run audit -- record FILE | ID       one record: a proof document (GET /api/v1/records/ID/proof), or
                                          the record's exact bytes with --proof FILE
  npm run audit -- receipt FILE           a receipt, with the proof beside it when there is one
  npm run audit -- plant FILE | --plant ID   a whole plant: its export (GET /api/v1/records/export), every
                                          verdict recomputed
  npm run audit -- range FILE             a part of a plant's export
  npm run audit -- log                    the whole topic: all messages, all checkpoints
  npm run audit -- bundle FILE            an evidence bundle (GET .../periods/ID/bundle), replayed offline: readings,
                                          verdicts, carbon, statement, signatures, mint; --mirror URL compares
                                          with the ledger now, --leaf FILE with the log
  npm run audit -- carbon FILE            a calculation, recomputed: the request of POST
                                          /api/v1/carbon/calculations in, the same answer out;
                                          --grid-table FILE for each uploaded table it names
  npm run audit -- sign FILE --key KEYFILE   a verifier's Ed25519 signature over a statement, in base 64;
                                          KEYFILE: private key in PEM, read here and sent nowhere

Trust begins with the topic's messages and the log's verifier key; everything else is checked against them.

  --verifier-key KEY   the log's key, from a source you trust; else the one the topic's message 1 announces
  --topic ID           the topic; else the one the receipt names
  --mirror URL         whose messages to read; else the public mirror of the receipt's network
  --messages FILE      saved messages instead of a mirror: its answers, or one message a line
  --after N:HASH:SIZE  begin after message N, whose running hash (base 64) you know, as you know how many
                       leaves the log had by then: a finished audit of the log prints it
  --tiles URL          the log's entries (C2SP tlog-tiles), else those the messages list, else the gateway's
  --entries FILE       saved entries instead
  --url URL, --key KEY the gateway to fetch from; better the key in HYDRO_API_KEY
                       (default: the one in DATA_DIR/demo.json)
  --leaf FILE          of a bundle: the proof of the record that holds its SHA-256
  --signatures FILE    what devices signed (GET /api/v1/records/signatures), for the records of a file
  --samples FILE       what records were made of (GET /api/v1/records/samples), for the records of a file
  --held FILE          of a plant or range: a proof document you were given before, which the chain must hold; may be
                       given several times
  --register FILE      of a plant: the registrar's records (its chain's export, or accreditations.ndjson of bundles), to
                       which each step of verifier and issuer is held
  --beside FILE        of a plant: another plant's export, whose mints and retirements count in the supply too; may
                       be given several times
  --whole-supply       the chains at hand name all that was ever minted in their tokens: anything else is broken
  --allow-pending      records at the end that are not anchored yet are told, not failed
  --retrain            a plant's own models are trained again from the readings they name, byte for byte
  --save DIR           keep what was fetched
  --saved DIR          audit what was kept there, without any network
  --json               the report as JSON

Exit code: 0 all holds; 1 something is broken; 2 wrong use; 3 not everything could be checked.`;

/** A command line that cannot be followed; the message says why. */
export class UsageError extends Error {}

/** What stands around the command. */
export type Surroundings = {
  /** Relative paths are meant from here. */
  readonly folder: string;
  readonly dataDir: string;
  readonly apiKey: string | undefined;
};

/** The files of `carbon FILE [--grid-table FILE]...`; undefined: wrong use. */
export function carbonFiles(argv: readonly string[]): { request: string; tables: readonly string[] } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { "grid-table": { type: "string", multiple: true, default: [] } },
    });
    const [request, ...more] = positionals;
    return request === undefined || more.length > 0 ? undefined : { request, tables: values["grid-table"] };
  } catch {
    return undefined;
  }
}

type Values = ReturnType<typeof parse>["values"];

/** @throws {UsageError} */
export function readOptions(argv: readonly string[], around: Surroundings): AuditOptions {
  const { values, positionals } = parse(argv);
  const [subject, target, ...more] = positionals;
  const what = subjects.find((name) => name === subject);
  if (what === undefined) throw new UsageError(`Say what to audit: ${subjects.join(", ")}.`);
  if (more.length > 0 || (what === "log" && target !== undefined)) {
    throw new UsageError(`Too many arguments: ${[...more, ...(what === "log" ? [target] : [])].join(" ")}`);
  }
  const path = (name: string | undefined) => (name === undefined ? undefined : resolve(around.folder, name));
  const saved = savedIn(path(values.saved), what);
  const recordId = what === "record" && target !== undefined && recordIdPattern.test(target) ? target : undefined;
  const file = recordId === undefined ? (path(target) ?? saved?.file) : undefined;
  const messagesFile = path(values.messages) ?? saved?.messagesFile;
  const demo = messagesFile === undefined && values.url === undefined ? readDemo(around) : {};
  const apiKey = values.key ?? around.apiKey ?? demo.api_key;
  const url = values.url ?? demo.base_url;
  const gateway = url === undefined ? undefined : { url: url.replace(/\/+$/, ""), apiKey };
  const options: AuditOptions = {
    what,
    file,
    recordId,
    proofFile: path(values.proof),
    plantId: matching(values.plant, chosenIdPattern, "--plant is not an id") ?? demo.plant_id,
    gateway,
    topicId: matching(values.topic, /^\d+\.\d+\.\d+$/, "--topic is not of the form 0.0.1001"),
    key: readKey(values["verifier-key"]),
    start: readStart(values.after),
    mirrorUrl: values.mirror,
    leafFile: path(values.leaf),
    localMirrorUrl: demo.mirror_url,
    messagesFile,
    entriesFile: path(values.entries) ?? saved?.entriesFile,
    tilesUrl: values.tiles,
    signaturesFile: path(values.signatures) ?? saved?.signaturesFile,
    samplesFile: path(values.samples) ?? saved?.samplesFile,
    heldFiles: values.held.map((name) => resolve(around.folder, name)),
    registerFile: path(values.register),
    besideFiles: values.beside.map((name) => resolve(around.folder, name)),
    wholeSupply: values["whole-supply"],
    saveDir: path(values.save),
    allowPending: values["allow-pending"],
    retrain: values.retrain,
    json: values.json,
  };
  checkTogether(options, values);
  return options;
}

function parse(argv: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        "verifier-key": text,
        topic: text,
        mirror: text,
        messages: text,
        after: text,
        tiles: text,
        entries: text,
        url: text,
        key: text,
        plant: text,
        proof: text,
        leaf: text,
        signatures: text,
        samples: text,
        held: { type: "string", multiple: true, default: [] },
        register: text,
        beside: { type: "string", multiple: true, default: [] },
        save: text,
        saved: text,
        "allow-pending": flag,
        retrain: flag,
        "whole-supply": flag,
        json: flag,
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function checkTogether(options: AuditOptions, values: Values): void {
  const { what, file, recordId, gateway, plantId } = options;
  const live = what === "record" ? recordId !== undefined : what === "plant" && plantId !== undefined;
  if (what !== "log" && file === undefined && !(live && gateway !== undefined)) {
    const instead = what === "plant" ? ", or --url and --plant" : what === "record" ? ", or --url and a record id" : "";
    throw new UsageError(`Name the file with the ${what}${instead}.`);
  }
  for (const named of [
    file,
    options.proofFile,
    options.leafFile,
    options.messagesFile,
    options.entriesFile,
    options.signaturesFile,
    options.samplesFile,
    options.registerFile,
    ...options.heldFiles,
    ...options.besideFiles,
  ]) {
    if (named !== undefined && !existsSync(named)) throw new UsageError(`There is no file ${named}.`);
  }
  if (options.heldFiles.length > 0 && what !== "plant" && what !== "range") {
    throw new UsageError("--held is for a plant or a range.");
  }
  const isOfPlant = options.besideFiles.length > 0 || options.wholeSupply || options.registerFile !== undefined;
  if (isOfPlant && what !== "plant") {
    throw new UsageError("--register, --beside and --whole-supply are for a plant.");
  }
  if (options.start.after > 0n && options.key === undefined) {
    throw new UsageError("--after needs --verifier-key: the announcement in message 1 is not read.");
  }
  for (const [name, url] of Object.entries({ url: gateway?.url, mirror: values.mirror, tiles: values.tiles })) {
    if (url !== undefined && !/^https?:\/\//.test(url)) throw new UsageError(`--${name} is not an http address.`);
  }
}

function matching(text: string | undefined, pattern: RegExp, complaint: string): string | undefined {
  if (text !== undefined && !pattern.test(text)) throw new UsageError(`${complaint}: ${text}`);
  return text;
}

function readKey(text: string | undefined): VerifierKey | undefined {
  if (text === undefined) return undefined;
  const key = parseVerifierKey(text);
  if (key === undefined) throw new UsageError("--verifier-key is not an Ed25519 verifier key (name+id+base64).");
  return key;
}

function readStart(text: string | undefined): TopicStart {
  if (text === undefined) return { after: 0n, runningHash: genesisRunningHash };
  const [, number = "", encoded = "", size] = /^([1-9]\d{0,17}):([^\s:]+)(?::(\d{1,15}))?$/.exec(text) ?? [];
  const runningHash = bytesFromBase64(encoded);
  if (runningHash?.length !== 48) {
    throw new UsageError("--after takes NUMBER:HASH:SIZE, the hash as 48 bytes in base 64, the size as leaves.");
  }
  return { after: BigInt(number), runningHash, size: size === undefined ? undefined : Number(size) };
}

function savedIn(dir: string | undefined, what: Subject) {
  if (dir === undefined) return undefined;
  const there = (name: string) => (existsSync(join(dir, name)) ? join(dir, name) : undefined);
  const messagesFile = there(savedNames.messages);
  if (messagesFile === undefined)
    throw new UsageError(`There is no ${savedNames.messages} in ${dir}: was it made by --save?`);
  const subjectName = what === "plant" || what === "range" ? savedNames.chain : savedNames.document;
  return {
    messagesFile,
    entriesFile: there(savedNames.entries),
    signaturesFile: what === "plant" || what === "range" ? there(savedNames.signatures) : undefined,
    samplesFile: what === "plant" || what === "range" ? there(savedNames.samples) : undefined,
    file: what === "log" ? undefined : there(subjectName),
  };
}

type Demo = { base_url?: string; mirror_url?: string; api_key?: string; plant_id?: string };

function readDemo({ folder, dataDir }: Surroundings): Demo {
  const file = join(resolve(folder, dataDir), "demo.json");
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Demo;
  } catch {
    return {};
  }
}
