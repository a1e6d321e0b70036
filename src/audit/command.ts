import { BrokenLink } from "./findings.ts";
import { type AuditOptions, readOptions, type Surroundings, UsageError, usage } from "./options.ts";
import { auditChain, auditLog, auditReceipt, auditRecord } from "./plans.ts";
import { type Ending, exitCodes, type Report, reportJson, reportText, resultOf } from "./report.ts";
import { SourceUnavailable } from "./sources/unavailable.ts";

export type Output = { write(text: string): unknown };

const plans = { record: auditRecord, receipt: auditReceipt, range: auditChain, plant: auditChain, log: auditLog };

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

async function run(options: AuditOptions, report: Report): Promise<Ending> {
  try {
    await plans[options.what](options, report);
    return { kind: "finished" };
  } catch (error) {
    if (error instanceof BrokenLink) return { kind: "broken", link: error };
    if (error instanceof SourceUnavailable) return { kind: "unavailable", reason: error.message };
    throw error;
  }
}
