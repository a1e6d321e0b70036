import { Fault } from "../kernel/fault.ts";
import { refusedAtSight } from "../platform/outbound.ts";
import type { HttpDeps } from "./deps.ts";

const details: Readonly<Record<string, string>> = {
  address: "must lead to a public address: this gateway calls no other",
  url: "must be https: this gateway calls nothing over plain http",
};

/** What a tenant sets to be called must be something that can be. @throws {Fault} `invalid-request` */
export function requireCallable(
  { outboundAllowed }: Pick<HttpDeps, "outboundAllowed">,
  url: string | undefined,
  pointer: string,
): void {
  const refusal = url === undefined ? undefined : refusedAtSight(url, outboundAllowed);
  if (refusal === undefined) return;
  const detail = details[refusal] ?? "cannot be called";
  throw new Fault("invalid-request", `The body is not valid: ${pointer} ${detail}.`, {
    errors: [{ pointer, rule: `outbound.${refusal}`, detail }],
  });
}
