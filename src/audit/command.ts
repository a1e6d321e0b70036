import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Fault } from "../kernel/fault.ts";
import { auditBundle } from "./bundle/check.ts";
import { carbonAnswer } from "./carbon.ts";
import { BrokenLink } from "./findings.ts";
import { type AuditOptions, carbonFiles, readOptions, type Surroundings, UsageError, usage } from "./options.ts";
import { auditChain, auditLog, auditReceipt, auditRecord } from "./plans.ts";
import { type Ending, exitCodes, type Report, reportJson, reportText, resultOf } from "./report.ts";
import { signStatement, UnsignableError } from "./sign.ts";
import { SourceUnavailable } from "./sources/unavailable.ts";

export type Output = { write(text: string): unknown };

const plans = {
  record: auditRecord,
  receipt: auditReceipt,
  range: auditChain,
  plant: auditChain,
  log: auditLog,
  bundle: auditBundle,
};

/** The program `npm run audit`. @returns its exit code: 0 holds, 1 broken, 2 wrong use, 3 incomplete */
export async function runAudit(
  argv: readonly string[],
  around: Surroundings,
  { out, err }: { readonly out: Output; readonly err: Output },
): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    out.write(`${usage}\n`);
    return 0;
  }
  if (argv[0] === "carbon") return runCarbon(argv.slice(1), around, { out, err });
  if (argv[0] === "sign") return runSign(argv.slice(1), around, { out, err });
  let options: AuditOptions;
  const report: Report = { subject: "", taken: [], findings: [], notProven: [] };
  let ending: Ending;
  try {
    options = readOptions(argv, around);
    ending = await run(options, report);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err.write(`${error.message}\nHow to use it: npm run audit -- --help\n`);
    return 2;
  }
  out.write(options.json ? `${reportJson(report, ending)}\n` : reportText(report, ending));
  return exitCodes[resultOf(report, ending)];
}

/** `carbon FILE [--grid-table FILE]...`: the calculator's answer to the request in the file, byte for byte, without a gateway. */
async function runCarbon(
  argv: readonly string[],
  { folder }: Surroundings,
  { out, err }: { readonly out: Output; readonly err: Output },
): Promise<number> {
  const files = carbonFiles(argv);
  if (files === undefined) {
    err.write("Name one file with the request: npm run audit -- carbon FILE [--grid-table FILE]\n");
    return 2;
  }
  try {
    const read = (file: string) => readFile(resolve(folder, file), "utf8");
    const tables = await Promise.all(files.tables.map(read));
    out.write(`${carbonAnswer(await read(files.request), tables)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Fault || isOfSystem(error))) throw error;
    const rule = error instanceof Fault && error.facts.extensions?.rule;
    err.write(`${rule ? `${rule}: ` : ""}${error.message}\n`);
    // A rule that refuses the design is a finding; a file that cannot be read or understood is wrong use.
    return rule ? 1 : 2;
  }
}

/** `sign FILE --key KEYFILE`: the signature alone on stdout, what was signed on stderr; the key goes nowhere else. */
async function runSign(
  argv: readonly string[],
  { folder }: Surroundings,
  { out, err }: { readonly out: Output; readonly err: Output },
): Promise<number> {
  const [file, option, keyFile, ...more] = argv;
  if (file === undefined || option !== "--key" || keyFile === undefined || more.length > 0) {
    err.write("Name the statement and your private key: npm run audit -- sign FILE --key KEYFILE\n");
    return 2;
  }
  try {
    const [statement, key] = await Promise.all([file, keyFile].map((name) => readFile(resolve(folder, name))));
    const { signature, sha256 } = signStatement(statement as Buffer, key as Buffer);
    out.write(`${signature}\n`);
    err.write(`Signed the statement with SHA-256 ${sha256}: compare it with statement_sha256 of the issuance.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UnsignableError || isOfSystem(error))) throw error;
    err.write(`${error.message}\n`);
    return 2;
  }
}

async function run(options: AuditOptions, report: Report): Promise<Ending> {
  try {
    await plans[options.what](options, report);
    return { kind: "finished" };
  } catch (error) {
    if (error instanceof BrokenLink) return { kind: "broken", link: error };
    if (error instanceof SourceUnavailable || isOfSystem(error)) return { kind: "unavailable", reason: error.message };
    throw error;
  }
}

/** A file that cannot be read or written says nothing about the log. */
function isOfSystem(error: unknown): error is Error {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
}
