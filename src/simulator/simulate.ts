import { isoFromMs } from "../kernel/time.ts";
import { tamper } from "./cheats.ts";
import { honestSamples } from "./instruments.ts";
import { readOptions, type SimulateOptions, UsageError, usage } from "./options.ts";
import { PostingStopped, postAll, register } from "./post.ts";
import { bodyOf, type Report, reportsOf } from "./report.ts";
import { drawSite, type Site } from "./site.ts";

export type Terminal = {
  /** Resolves when more may be written. */
  readonly out: (text: string) => Promise<void>;
  readonly err: (text: string) => void;
  readonly signal: AbortSignal;
};

/** The program: returns its exit code. 0: done; 1: the gateway refused a reading or stopped answering; 2: wrong use. */
export async function runSimulate(
  argv: readonly string[],
  environmentKey: string | undefined,
  terminal: Terminal,
): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    await terminal.out(`${usage}\n`);
    return 0;
  }
  try {
    const options = readOptions(argv, environmentKey);
    return options.gateway === undefined
      ? await print(options, terminal)
      : await post(options, options.gateway, terminal);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof PostingStopped)) throw error;
    terminal.err(`${error.message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** The readings that a command line asks for, in the order of sending. */
export function reportsFor(site: Site, { startMs, days, cheat }: SimulateOptions): Iterable<Report> {
  const samples = honestSamples(site, startMs, days);
  if (cheat === undefined) return reportsOf(site, samples);
  return reportsOf(site, tamper(site, samples, { cheat: cheat.name, size: cheat.size, fromMs: cheat.fromMs }));
}

async function print(options: SimulateOptions, { out, signal }: Terminal): Promise<number> {
  const site = drawSite(options.seed);
  if (options.print === "registration") {
    await out(`${JSON.stringify({ plant: site.plant, device: site.device }, null, 2)}\n`);
    return 0;
  }
  for (const report of reportsFor(site, options)) {
    if (signal.aborted) return 1;
    const body = bodyOf(site, report);
    const { truth, event = null } = report;
    const line = options.print === "bodies" ? body : { truth, event, sent_at: isoFromMs(report.sentAtMs), body };
    await out(`${JSON.stringify(line)}\n`);
  }
  return 0;
}

async function post(
  options: SimulateOptions,
  gateway: NonNullable<SimulateOptions["gateway"]>,
  { out, err, signal }: Terminal,
): Promise<number> {
  const site = drawSite(options.seed);
  const api = { ...gateway, signal };
  await register(api, site.plant, site.device);
  err(`${site.plant.plant_id} (${site.plant.name}) is registered; sending ${options.days} days ...\n`);
  const reports = reportsFor(site, options);
  const tally = await postAll(
    api,
    Array.from(reports, (report) => bodyOf(site, report)),
  );
  await out(
    `${
      Object.entries(tally.byStatus)
        .map(([status, count]) => `${count} ${status}`)
        .join(", ") || "nothing sent"
    }\n`,
  );
  for (const [what, count] of Object.entries(tally.refused)) err(`${count} refused: ${what}\n`);
  return Object.keys(tally.refused).length > 0 ? 1 : 0;
}
