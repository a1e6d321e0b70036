import manifest from "../package.json" with { type: "json" };
import type { Config, Secrets } from "./config.ts";
import type { Log } from "./platform/log.ts";
import type { Tracing } from "./platform/tracing.ts";

/** Undefined: nothing is traced, and the library that would is not even loaded. */
export async function openTracing(
  { tracing }: Pick<Config, "tracing">,
  { traceHeaders = {} }: Pick<Secrets, "traceHeaders">,
  log: Log,
  cleanups: { add(step: () => Promise<unknown>): void },
): Promise<Tracing | undefined> {
  if (tracing === undefined) return undefined;
  const { openTraceExport } = await import("./platform/trace-export.ts");
  const opened = openTraceExport(tracing, traceHeaders, { version: manifest.version, log });
  // Last at a stop: whatever ends before may still be traced.
  cleanups.add(() => opened.stop());
  return opened.tracing;
}
