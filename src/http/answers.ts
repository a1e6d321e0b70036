import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Fault } from "../kernel/fault.ts";
import { heldTag, representationOf, tagOf } from "./conditional.ts";
import type { HttpDeps } from "./deps.ts";
import type { Env } from "./env.ts";
import { problemAnswer } from "./problem.ts";

type Headers = Readonly<Record<string, string>>;

/** A JSON answer; `undefined` members are left out. */
export function json(
  c: Context<Env>,
  body: unknown,
  status: ContentfulStatusCode = 200,
  headers: Headers = {},
): Response {
  return whole(c, JSON.stringify(body), status, { "Content-Type": "application/json", ...headers });
}

/** Something that is changed by PUT or PATCH, or removed by DELETE: what its GET and its change answer, with the tag for `If-Match`. */
export function represented(c: Context<Env>, body: unknown, status: 200 | 201 = 200): Response {
  const text = representationOf(body);
  const headers = { "Content-Type": "application/json" };
  if (c.req.method === "GET" || c.req.method === "HEAD") return whole(c, text, status, headers);
  return c.body(text, status, { ...headers, ETag: tagOf(text) });
}

/**
 * An answer that is sent as a whole. One to a GET has a tag by its content or its own, is 304 to whom holds it, and may be
 * compressed. Bytes are given away with it, unless they are {@link forAll}.
 */
export function whole(
  c: Context<Env>,
  content: string | Uint8Array<ArrayBuffer>,
  status: ContentfulStatusCode,
  headers: Headers,
): Response {
  if (status !== 200 || (c.req.method !== "GET" && c.req.method !== "HEAD")) return c.body(content, status, headers);
  // Once, for tag, compression and sending; a long text would outlive the engine's young generation while it is sent.
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const tag = headers.ETag ?? tagOf(bytes);
  c.set("content", bytes);
  const held = heldTag(c, tag);
  if (held !== undefined) return c.body(null, 304, { ETag: held });
  return c.body(bytes, 200, { ...headers, ETag: tag });
}

/**
 * A body that is made while it is sent: its request lasts until it was. What is read is broken off as soon as its caller may
 * read no more; what became of something sent is told to its end.
 */
export function lasting(c: Context<Env>, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  // Of an answer to HEAD nothing is read.
  if (c.req.method === "HEAD") return body;
  const { promise, resolve } = Promise.withResolvers<void>();
  c.set("sent", promise);
  const reader = body.getReader();
  const isRead = c.req.method === "GET";
  // Whoever asks for more of it does so outside of the request.
  const here = AsyncLocalStorage.snapshot();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (isRead) await here(() => c.get("stillIn")?.same());
          const { done, value } = await here(() => reader.read());
          if (!done) return controller.enqueue(value);
          controller.close();
          resolve();
        } catch (error) {
          resolve();
          await reader.cancel(error).catch(() => undefined);
          throw error;
        }
      },
      async cancel(reason) {
        resolve();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

export function html(c: Context<Env>, body: string): Response {
  return c.body(body, 200, { "Content-Type": "text/html; charset=utf-8" });
}

/** RFC 9457. What really happened goes into the log, under the same request id. */
export function problem(deps: HttpDeps, c: Context<Env>, fault: Fault, headers: Headers = {}): Response {
  const requestId = c.get("requestId");
  const answer = problemAnswer(fault, { publicUrl: deps.publicUrl(), requestId });
  if (fault.code === "internal" || fault.code === "storage-unavailable") {
    deps.log.error({ req_id: requestId, route: c.get("route"), err: fault.facts.cause ?? fault }, "request failed");
  }
  const said = { ...answer.headers, ...headers };
  if (!isOfPages(c)) return c.body(JSON.stringify(answer.body), answer.status, said);
  const { title, detail, type, instance } = answer.body;
  const [about, start] = [escaped(type), escaped(deps.publicUrl())];
  const text = `<p>${escaped(detail)}</p>\n<p>${escaped(instance)}</p>\n<p><a href="${about}">What it means</a> &middot; <a href="${start}/">Start</a></p>`;
  return c.body(page(title, text), answer.status, { ...said, "Content-Type": "text/html; charset=utf-8" });
}

/** Somebody who follows a link or types an address off paper, beside what programs call. */
function isOfPages(c: Context<Env>): boolean {
  return c.req.method === "GET" && wantsHtml(c) && !/^\/(api|log|health|metrics|openapi\.json)(\/|$)/.test(c.req.path);
}

/** The next page of the list that was asked for, as `Link` (RFC 8288). */
export function nextPageLink(c: Context<Env>, cursor: string | undefined): Headers {
  if (cursor === undefined) return {};
  const { pathname, searchParams } = new URL(c.req.url);
  searchParams.set("cursor", cursor);
  return { Link: `<${pathname}?${searchParams}>; rel="next"` };
}

/** True for a browser that follows a link, false for a program. */
export function wantsHtml(c: Context<Env>): boolean {
  return c.req.header("Accept")?.includes("text/html") ?? false;
}

/** A page of its own, without anything from elsewhere. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title></head>
<body><main><h1>${escaped(title)}</h1>
${body}
</main></body>
</html>
`;
}

/** Stands for any page in the document. */
export const htmlExample = page("A title", "<p>...</p>");

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
