import type { Context } from "hono";
import { Fault } from "../kernel/fault.ts";
import { packed } from "./compress.ts";
import type { Deprecation } from "./conventions.ts";
import type { HttpDeps } from "./deps.ts";
import type { Env } from "./env.ts";
import type { Operation } from "./operation.ts";
import { type TakenTypes, takenTypes } from "./taken-types.ts";

/** An operation as the app answers with it: negotiation before it, compression after it. */
export function served({ route, rules, run }: Operation): (deps: HttpDeps, c: Context<Env>) => Promise<Response> {
  const types = route.hide === true ? [] : answerTypes(route);
  // Who takes our failures takes what the call answers: clients that are made for it ask for the first JSON they are told of.
  const takenAs = [...types, "application/problem+json"];
  const taken = takenTypes(route);
  return async (deps, c) => {
    c.set("route", route.path);
    if (rules.deprecated !== undefined) announce(c, rules.deprecated);
    // A list of nothing rules out nothing.
    const accept = c.req.header("Accept")?.trim() || "*/*";
    if (accept !== "*/*" && types.length > 0 && !accepts(accept, takenAs)) {
      throw new Fault("not-acceptable", `This call answers with ${types.join(" or ")}.`);
    }
    const response = await run(deps, c).catch((cause: unknown) => {
      if (taken !== undefined && isOfType(cause)) say(c, taken);
      throw cause;
    });
    // A list has a link of its own beside it.
    if (rules.deprecated !== undefined) response.headers.set("Link", withLink(response, rules.deprecated));
    return c.get("content") === undefined ? response : packed(c, response);
  };
}

const isOfType = (cause: unknown): boolean =>
  cause instanceof Fault && cause.code === "unsupported-media-type" && cause.facts.isOfCoding !== true;

const say = (c: Context<Env>, [name, types]: TakenTypes): void => c.header(name, types);

/** Media types of the answers that are no failures. */
function answerTypes({ responses }: Operation["route"]): readonly string[] {
  const contents = Object.entries(responses).flatMap(([status, response]) =>
    status.startsWith("2") && "content" in response && response.content ? Object.keys(response.content) : [],
  );
  return [...new Set(contents)];
}

/** `Accept` (RFC 9110 section 12.5.1): the most specific range that fits a type says whether it may be sent. */
export function accepts(header: string, types: readonly string[]): boolean {
  const weights = new Map<string, number>();
  for (const item of header.split(",")) {
    const [range = "", ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith("q="));
    // With other parameters it is a narrower range of the same type: any of them will do.
    weights.set(range, Math.max(weights.get(range) ?? 0, q === undefined ? 1 : Number(q.slice(2)) || 0));
  }
  return types.some((type) => {
    const weight = weights.get(type) ?? weights.get(`${type.split("/", 1)[0]}/*`) ?? weights.get("*/*") ?? 0;
    return weight > 0;
  });
}

/** `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and where to read of it. */
function announce(c: Context<Env>, { since, sunset, link }: Deprecation): void {
  c.header("Deprecation", `@${Date.parse(since) / 1000}`);
  if (sunset !== undefined) c.header("Sunset", new Date(sunset).toUTCString());
  c.header("Link", deprecationLink(link));
}

const deprecationLink = (link: string) => `<${link}>; rel="deprecation"; type="text/html"`;

function withLink({ headers }: Response, { link }: Deprecation): string {
  const own = deprecationLink(link);
  const there = headers.get("Link") ?? own;
  return there.includes(own) ? there : `${there}, ${own}`;
}
