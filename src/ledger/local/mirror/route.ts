import { numFromText } from "../wire.ts";
import type { Blocks } from "./blocks.ts";
import { MirrorRefusal } from "./parameters.ts";
import type { MirrorReader } from "./reader.ts";

/** What one request is answered from. */
export type MirrorRequest = {
  /** Path without the query string. */
  readonly path: string;
  readonly search: URLSearchParams;
  readonly lookups: MirrorReader;
  /** The state whose blocks are shown; another one than `lookups` only under a split fault. */
  readonly blockReader: MirrorReader;
  readonly blocks: Blocks;
  readonly nodes: readonly { readonly num: bigint; readonly address: string }[];
};

export type Route = {
  readonly pattern: RegExp;
  /** @throws MirrorRefusal */
  readonly answer: (request: MirrorRequest, groups: readonly string[]) => object;
};

/** An entity id in a path. */
export const entity = String.raw`((?:\d+\.\d+\.)?\d+)`;

export const route = (path: string, answer: Route["answer"]): Route => ({
  pattern: new RegExp(`^/api/v1/${path}/?$`),
  answer,
});

export function pathNum(text: string | undefined, name: string): bigint {
  const num = numFromText(text ?? "");
  if (num === undefined) throw new MirrorRefusal(400, `Invalid parameter: ${name}`);
  return num;
}
