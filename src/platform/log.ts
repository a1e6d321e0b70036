import { type DestinationStream, type LogFn, type Logger, pino } from "pino";
import { Repeats } from "./repeats.ts";
import { traceMembers } from "./tracing.ts";

export type Log = Logger;

/** API keys in any text: the readable id stays, the secret goes. */
const keyPattern = /ghdk_([a-z]+)_([0-9a-z]+)_[0-9A-Za-z]+/g;
/** Refresh tokens, one-use links and codes of ours; signed tokens (JWT) of anybody. */
const tokenPattern = /\b(gh[a-z]{2}_)(?!local_|test_|live_)[\w-]{20,}|\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** Removes secrets from text that may reach a log. */
export function redact(text: string): string {
  return text.replace(keyPattern, "ghdk_$1_$2_[redacted]").replace(tokenPattern, "$1[redacted]");
}

/**
 * Structured log, one JSON object a line. Authorization headers are never logged, and every line passes
 * a last filter that cuts the secret out of anything shaped like one of our keys. What fails over and over is told as
 * {@link Repeats} says.
 */
export function createLog(level: string, destination: { write(line: string): unknown } = process.stdout): Log {
  const stream: DestinationStream = { write: (line) => void destination.write(redact(line)) };
  const repeats = new Repeats();
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // What is written while a request or message is served is joined to its trace.
      mixin: traceMembers,
      serializers: { err: (error: unknown) => errorFacts(error) },
      hooks: {
        logMethod(args: Parameters<LogFn>, method) {
          const [facts, ...words] = args as [unknown, ...string[]];
          if (!isFailure(facts)) return method.apply(this, args);
          const said = repeats.weigh(facts.err, `${facts.loop ?? ""} ${words[0] ?? ""}`, performance.now());
          if (said.how === "none") return;
          const err = said.how === "full" ? facts.err : errorFacts(facts.err, { isShort: true });
          const unsaid = said.unsaid === 0 ? {} : { unsaid: said.unsaid };
          method.apply(this, [{ ...facts, err, ...unsaid }, ...words] as Parameters<LogFn>);
        },
      },
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ["authorization", "*.authorization", "headers.authorization", 'headers["x-api-key"]'],
        censor: "[redacted]",
      },
    },
    stream,
  );
}

function isFailure(facts: unknown): facts is { readonly err: Error; readonly loop?: string } {
  return typeof facts === "object" && facts !== null && (facts as { err?: unknown }).err instanceof Error;
}

/** An error's own facts. Drivers hang whole clients, with their settings, on theirs: those stay out. */
function errorFacts(error: unknown, { isShort = false } = {}): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(code !== undefined && { code }),
    ...(!isShort && { stack: error.stack }),
    ...(error.cause !== undefined && { cause: errorFacts(error.cause, { isShort }) }),
  };
}
