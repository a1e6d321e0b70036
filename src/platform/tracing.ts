import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Attributes,
  createTraceState,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from "@opentelemetry/api";

export type { Attributes, SpanContext } from "@opentelemetry/api";
export { SpanKind } from "@opentelemetry/api";

/**
 * Traces (OpenTelemetry): what happened to one request, from its answer to its message on the ledger. Nothing here knows
 * where they go, and without an exporter there is no {@link Tracing}: then no span is ever made, and whatever is asked of
 * the current one finds none.
 */

/** Links of one span to others, at most. */
export const mostLinks = 128;

type Scope = { readonly tracer: Tracer; readonly span: Span };

const scopes = new AsyncLocalStorage<Scope | undefined>();

export type SpanFacts = {
  readonly attributes?: Attributes | undefined;
  /** Spans that had a part in it; those beyond {@link mostLinks} are left out. */
  readonly links?: readonly SpanContext[] | undefined;
  /** When it began, and for one that is over when it ended, ms since the epoch. */
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
  /** Why it failed. */
  readonly failure?: string | undefined;
};

/** A way into the gateway that is traced as a whole. */
export type Entry = {
  readonly context: SpanContext;
  run<R>(work: () => R): R;
  name(name: string): void;
  end(facts: Pick<SpanFacts, "attributes" | "failure">): void;
};

/** Makes spans; there is one where an exporter is configured. */
export class Tracing {
  readonly #tracer: Tracer;

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  /** Begins a trace, or goes on with the caller's. */
  enter(name: string, kind: SpanKind, { traceparent, tracestate }: Carrier): Entry {
    const caller = contextOf(traceparent, tracestate);
    const parent = caller === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, caller);
    const span = this.#tracer.startSpan(name, { kind }, parent);
    const scope = { tracer: this.#tracer, span };
    return {
      context: span.spanContext(),
      run: (work) => scopes.run(scope, work),
      name: (name) => void span.updateName(name),
      end: ({ attributes, failure }) => finish(span, { attributes, failure }),
    };
  }

  /** A span that is over, in the trace of another one. @returns its own context */
  add(name: string, parent: SpanContext, facts: SpanFacts & { readonly kind?: SpanKind }): SpanContext {
    return addTo(this.#tracer, parent, name, facts);
  }

  /** Does work under a span in another one's trace; without that one, outside of all traces. */
  async under<R>(
    name: string,
    parent: SpanContext | undefined,
    { attributes = {}, links = [] }: Pick<SpanFacts, "attributes" | "links">,
    work: (context: SpanContext | undefined) => Promise<R>,
  ): Promise<R> {
    if (parent === undefined) return outsideTraces(() => work(undefined));
    const span = this.#tracer.startSpan(name, { attributes, links: linksTo(links) }, within(parent));
    try {
      return await scopes.run({ tracer: this.#tracer, span }, () => work(span.spanContext()));
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute("error.type", nameOf(error));
      throw error;
    } finally {
      span.end();
    }
  }
}

/** What a caller sends of its trace (W3C Trace Context). */
export type Carrier = { readonly traceparent?: string | undefined; readonly tracestate?: string | undefined };

/** Notes, under the span at work here, one that began then and is over now. Costs nothing where nothing is traced. */
export function markSpan(name: string, sinceMs: number, facts: SpanFacts = {}): void {
  const scope = scopes.getStore();
  if (scope === undefined || !scope.span.isRecording()) return;
  addTo(scope.tracer, scope.span.spanContext(), name, { startMs: performance.timeOrigin + sinceMs, ...facts });
}

/** The span at work here; undefined: nothing is traced. */
export const currentSpan = (): SpanContext | undefined => scopes.getStore()?.span.spanContext();

/** The same where it is recorded: what is worth keeping beyond the request. */
export function recordedSpan(): SpanContext | undefined {
  const span = scopes.getStore()?.span;
  return span?.isRecording() === true ? span.spanContext() : undefined;
}

/** {@link recordedSpan} as text, to be kept with a row; null: nothing to keep. */
export function recordedTrace(): string | null {
  const context = recordedSpan();
  return context === undefined ? null : traceparentOf(context);
}

/** Work for many at once belongs to nobody's trace. */
export function outsideTraces<R>(work: () => R): R {
  return scopes.getStore() === undefined ? work() : scopes.run(undefined, work);
}

/** Without an exporter: a caller's own trace still stands in the log lines of its request. */
export function passiveEntry(carrier: Carrier): Entry | undefined {
  const context = contextOf(carrier.traceparent, carrier.tracestate);
  if (context === undefined) return undefined;
  const scope = { tracer: noTracer, span: trace.wrapSpanContext(context) };
  return { context, run: (work) => scopes.run(scope, work), name: () => undefined, end: () => undefined };
}

const noTracer: Tracer = new ProxyTracerProvider().getTracer("none");

/** A reading on its way into a commit group, as its request's trace sees it. */
export type TraceNote = { readonly span: SpanContext; committedBy?: SpanContext | undefined };

/** For what is made under the span at work here; undefined: it is not recorded. */
export function traceNote(): TraceNote | undefined {
  const span = recordedSpan();
  return span && { span };
}

/** Members of a log line that joins it to its trace. */
export function traceMembers(): { readonly trace_id?: string; readonly span_id?: string } {
  const context = currentSpan();
  return context === undefined ? {} : { trace_id: context.traceId, span_id: context.spanId };
}

function addTo(tracer: Tracer, parent: SpanContext, name: string, facts: SpanFacts & { readonly kind?: SpanKind }) {
  const { attributes = {}, links = [], startMs, kind = SpanKind.INTERNAL } = facts;
  const begun = { kind, attributes, links: linksTo(links), ...(startMs !== undefined && { startTime: startMs }) };
  const span = tracer.startSpan(name, begun, within(parent));
  // Both ends by one clock.
  const endMs = facts.endMs ?? performance.timeOrigin + performance.now();
  finish(span, { ...facts, endMs: Math.max(endMs, startMs ?? endMs) });
  return span.spanContext();
}

function finish(span: Span, { attributes, failure, endMs }: SpanFacts): void {
  if (attributes !== undefined) span.setAttributes(attributes);
  if (failure !== undefined) {
    span.setAttribute("error.type", failure);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end(endMs);
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : "error");

const within = (parent: SpanContext) => trace.setSpanContext(ROOT_CONTEXT, parent);

const linksTo = (contexts: readonly SpanContext[]) => contexts.slice(0, mostLinks).map((context) => ({ context }));

const traceparentForm = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads `traceparent` as W3C Trace Context says (section 3.2): what is malformed is as if it were not there. */
export function contextOf(traceparent: string | undefined, tracestate?: string): SpanContext | undefined {
  const match = traceparentForm.exec(traceparent ?? "");
  if (match === null) return undefined;
  const [, version, traceId = "", spanId = "", flags = "", more] = match;
  // A later version may have more members; this one has none.
  if (version === "ff" || (version === "00" && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  const state = tracestate === undefined || tracestate.length > 512 ? undefined : createTraceState(tracestate);
  return { traceId, spanId, traceFlags, isRemote: true, ...(state !== undefined && { traceState: state }) };
}

/** A context as text: what is kept of it, and what answers say. */
export function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
}
