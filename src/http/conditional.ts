import { createHash } from "node:crypto";
import type { Context } from "hono";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import type { Env } from "./env.ts";
import { requireAsStands } from "./read-only.ts";

/** A strong validator: the same bytes, the same tag (RFC 9110 section 8.8). */
export function tagOf(content: string | Uint8Array): string {
  return `"${createHash("sha256").update(content).digest("base64url").slice(0, 22)}"`;
}

/** The tag of the same answer in another coding: other bytes need another strong tag. */
export function codedTag(tag: string, coding: string): string {
  return tag.replace(/"$/, `-${coding}"`);
}

const tagPattern = /(W\/)?"([\x21\x23-\x7e]*)"/g;

/** True when a list of tags holds this one, or is `*`. A weak one counts where bytes do not matter. */
export function namesTag(header: string, tag: string, { weak }: { readonly weak: boolean }): boolean {
  return namedTag(header, tag, { weak }) !== undefined;
}

/** The tag as a list of tags has it, which may be that of a coding. */
function namedTag(header: string, tag: string, { weak }: { readonly weak: boolean }): string | undefined {
  if (header.trim() === "*") return tag;
  const own = tag.slice(1, -1);
  const named = [...header.matchAll(tagPattern)].find(
    ([, isWeak, text = ""]) => (weak || isWeak === undefined) && text.replace(/-(?:gzip|br)$/, "") === own,
  );
  return named && `"${named[2]}"`;
}

/** The tag under which the caller holds this very answer: 304 names it, or a cache finds nothing that it may go on with. */
export function heldTag(c: Context<Env>, tag: string): string | undefined {
  const header = c.req.header("If-None-Match");
  return header === undefined ? undefined : namedTag(header, tag, { weak: true });
}

/**
 * The text of something that is changed by PUT or PATCH, or removed by DELETE: canonical (RFC 8785), so that it has one tag whether it has
 * just been sent or was read from a column that knows no order of members.
 */
export function representationOf(value: unknown): string {
  return canonicalText(JSON.parse(JSON.stringify(value)) as Json);
}

/**
 * Holds `If-Match`, and `If-None-Match`, against what stands, as its GET would answer it; undefined where there is nothing
 * yet. To be asked under the lock that the change is made under, so that nobody changes it in between. Then the members of
 * the body that only the gateway sets.
 *
 * @throws {Fault} `precondition-failed`, `precondition-required`, `invalid-request`
 */
export function requireMatch(
  c: Context<Env>,
  current: unknown,
  { required = false }: { readonly required?: boolean } = {},
): void {
  requireTag(c, current, required);
  // After the tags: who does not know of a change is told of that, not of what it changed.
  requireAsStands(c.get("given"), current);
}

/** The same, with what stands read only where the call names a tag: who names none waits for nothing more, and fails of nothing more. */
export async function requireMatchOf(c: Context<Env>, read: () => Promise<unknown>): Promise<void> {
  const named = [c.req.header("If-Match"), c.req.header("If-None-Match")];
  if (named.some((one) => one !== undefined)) requireMatch(c, await read());
}

function requireTag(c: Context<Env>, current: unknown, required: boolean): void {
  const [wanted, unwanted] = [c.req.header("If-Match"), c.req.header("If-None-Match")];
  if (wanted === undefined && required && current !== undefined) {
    throw new Fault("precondition-required", "Send the ETag of what you change in If-Match: get it first.");
  }
  if (wanted === undefined && unwanted === undefined) return;
  const tag = current === undefined ? undefined : tagOf(representationOf(current));
  if (wanted !== undefined && (tag === undefined || !namesTag(wanted, tag, { weak: false }))) {
    throw new Fault("precondition-failed", "If-Match does not name what stands now: get it again and send its ETag.");
  }
  if (unwanted !== undefined && tag !== undefined && namesTag(unwanted, tag, { weak: true })) {
    throw new Fault(
      "precondition-failed",
      "If-None-Match names what stands now: with `*` only what is not there is made.",
    );
  }
}
