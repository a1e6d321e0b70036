import { type RouteConfig, z } from "@hono/zod-openapi";
import type { FaultCode } from "../kernel/fault.ts";
import { problemReferences } from "./problem-examples.ts";
import { problemKinds } from "./problem-kinds.ts";
import { problemSchema } from "./schemas.ts";
import { takenTypes } from "./taken-types.ts";

/** What an operation asks for beside what its route says. */
export type Rules = {
  /** Refuse energies in kWh whose text an integer of Wh cannot hold exactly. */
  readonly exactEnergy?: boolean;
  /** The call keeps its Idempotency-Key in a record of its own. */
  readonly ownIdempotency?: boolean;
  /** The body is read by the handler, as it arrives. */
  readonly ownBody?: boolean;
  /** It takes readings in: its stages are timed. */
  readonly ingests?: boolean;
  /** Its answer is no JSON, but sent as a whole and so has a tag like JSON. */
  readonly tagged?: boolean;
  /** Probes of machines: no quota counts them. */
  readonly unlimited?: boolean;
  /** Every PUT and PATCH says whether it may come without `If-Match`, as does a DELETE of what a GET shows by itself. */
  readonly update?: "if-match-optional" | "if-match-required";
  readonly deprecated?: Deprecation;
};

/** An operation that will go: docs/api.md says how long it stays. */
export type Deprecation = {
  /** The day from which it is deprecated (RFC 9745), `2027-01-01`. */
  readonly since: string;
  /** The day after which it may be gone (RFC 8594). */
  readonly sunset?: string;
  /** Where to read what to use instead: a URL or a path of this gateway. */
  readonly link: string;
};

/**
 * Calls that, carried out again, find what they made and answer with it or refuse: after a crash that lost their
 * answer they may be. A call that is not here is never carried out again once it took effect.
 */
const findThemselves: ReadonlySet<string> = new Set([
  ...["registerPlant", "registerDevice", "setPlantAnchoring", "fileCorrection", "decideOnRecord"],
  ...["requestPlantModel", "decideOnPlantModel", "uploadGridTable", "calculateCarbon", "putProjectDesign"],
  ...["openPeriod", "withdrawPeriod", "closePeriod", "amendPeriod", "makePeriodBundle", "uploadManualReport"],
  ...["inviteToPeriod", "withdrawInvitation", "recordClaim"],
  ...["requestIssuance", "verifyIssuance", "approveIssuance", "mintIssuance"],
  ...["switchOrganisation", "withdrawMemberInvitation", "removeMember", "addIssuer", "removeIssuer"],
  ...["acknowledgeAlert", "closeAlert", "endAlertSilence", "confirmAlertChannel", "setAlertDefaults"],
]);

export const findsItself = (operationId: string | undefined): boolean => findThemselves.has(operationId ?? "");

const text = { type: "string" } as const;
const header = (description: string) => ({ description, schema: text });

/** Headers that many answers have, of whatever status. Each stands once in the document. */
export const commonHeaders = {
  "X-Request-Id": header(
    "Id of this request: yours where it is plain, else one of ours; also in `instance` of a problem",
  ),
  RateLimit: header('What is left: `"key";r=59999;t=42` (draft-ietf-httpapi-ratelimit-headers)'),
  "RateLimit-Policy": header('The quotas: `"key";q=60000;w=60`'),
  "Idempotent-Replayed": header("`true` when this is the answer of an earlier call"),
};
type CommonHeader = keyof typeof commonHeaders;

const common = (...names: readonly CommonHeader[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/**
 * A route with everything that every operation of its kind takes and answers, so that the document says it and a new
 * route has it without a line of its own.
 */
export function conventional<R extends RouteConfig>(route: R, rules: Rules): R {
  const isSecured = (route.security?.length ?? 0) > 0;
  const isRead = route.method === "get";
  const isKeyed = isSecured && !isRead && rules.ownIdempotency !== true;
  const isApi = route.path.startsWith("/api/");
  if (route.hide === true) return route;
  if (!isRead && isSecured && ["put", "patch"].includes(route.method) && rules.update === undefined) {
    throw new Error(`${route.operationId} replaces something: its rules must say what it does with If-Match`);
  }
  const codes: FaultCode[] = ["not-acceptable", "deadline-exceeded"];
  if (rules.unlimited !== true) codes.push("quota-exceeded");
  if (isApi) codes.push("invalid-request");
  if (isKeyed) codes.push("idempotency-key-in-flight", "idempotency-key-reused");
  if (isKeyed && !findsItself(route.operationId)) codes.push("answer-lost");
  if (rules.update !== undefined) codes.push("precondition-failed");
  if (rules.update === "if-match-required") codes.push("precondition-required");
  const headers = {
    ...(isKeyed && { "idempotency-key": keyParameter }),
    ...(isRead && { "if-none-match": tagParameter("Answers 304 while this still stands") }),
    ...(rules.update !== undefined && {
      "if-match": rules.update === "if-match-required" ? needed(matchParameter) : matchParameter,
    }),
  };
  const own = (route.request?.headers as z.ZodObject | undefined)?.shape ?? {};
  const shape = { ...headers, ...own };
  return {
    ...route,
    ...(rules.deprecated !== undefined && {
      deprecated: true,
      description: `${route.description}\n\n${deprecationNote(rules.deprecated)}`,
    }),
    request: {
      ...route.request,
      ...(isApi && route.request?.query === undefined && { query: z.strictObject({}) }),
      ...(Object.keys(shape).length > 0 && { headers: z.object(shape) }),
    },
    responses: withCommonHeaders(
      joined(
        answers(route.responses, {
          ...{ isRead, isTagged: isRead || (rules.update !== undefined && route.method !== "delete") },
          hasTag: rules.tagged === true ? () => true : isJson,
        }),
        failures(...codes),
      ),
      { isKeyed, isCounted: rules.unlimited !== true, takes: takenTypes(route)?.[0] },
    ),
  };
}

// Without an example, as everything that only one call or state has: pages that try calls out would send it with each.
const keyParameter = z
  .string()
  .optional()
  .describe(
    'Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string: `"8e03978e"`. The same key with the same path and body gets the first answer again',
  );

const tagParameter = (description: string) =>
  z.string().optional().describe(`${description}: the \`ETag\` as it came, in its quotes`);

const matchParameter = tagParameter("Refused (412) unless this still stands, so that nobody's change is undone unseen");

/** The document's word alone: who leaves it out is told by the handler (428), under the lock of the change. */
const needed = (parameter: z.ZodOptional<z.ZodString>) => parameter.openapi({ param: { required: true } });

type Responses = RouteConfig["responses"];
type Response = { description: string; content?: Record<string, unknown>; headers?: Record<string, unknown> };

/** The answers that are no failures, with the headers that every one of them has. */
function answers(
  responses: Responses,
  {
    isRead,
    isTagged,
    hasTag,
  }: Record<"isRead" | "isTagged", boolean> & { readonly hasTag: (one: Response) => boolean },
): Responses {
  const entries = Object.entries(responses as Record<string, Response>).map(([status, response]) => {
    if (!/^2/.test(status)) return [status, response] as const;
    const headers = { ...(isTagged && hasTag(response) && { ETag: header(tagMeaning(isRead)) }), ...response.headers };
    return [status, { ...response, headers }] as const;
  });
  const unchanged = entries.some(([status, response]) => isRead && status === "200" && hasTag(response));
  return Object.fromEntries([
    ...entries,
    ...(unchanged
      ? [["304", { description: "Unchanged: `If-None-Match` names it", headers: unchangedTag }] as const]
      : []),
  ]) as Responses;
}

const unchangedTag = { ETag: header("The one that `If-None-Match` names") };

/** Failures have them as well: what is left of a quota, and which request it was, is asked for most where one failed. */
function withCommonHeaders(
  responses: Responses,
  { isKeyed, isCounted, takes }: Record<"isKeyed" | "isCounted", boolean> & { readonly takes: string | undefined },
): Responses {
  const entries = Object.entries(responses as Record<string, Response>).map(([status, response]) => {
    const headers = {
      ...common("X-Request-Id"),
      ...(isCounted && common("RateLimit", "RateLimit-Policy")),
      ...(isKeyed && isKept(Number(status)) && common("Idempotent-Replayed")),
      ...(status === "415" && {
        ...(takes !== undefined && {
          [takes]: header("The media types that this call takes, where yours is none of them"),
        }),
        "Accept-Encoding": header("The ways to pack a body that are taken, where yours is none of them"),
      }),
      ...response.headers,
    };
    return [status, { ...response, headers }] as const;
  });
  return Object.fromEntries(entries) as Responses;
}

/** Answers that a repetition with the same `Idempotency-Key` is given again: docs/api.md. */
const isKept = (status: number) => status < 500 && ![401, 406, 408, 413, 415, 429].includes(status);

const tagMeaning = (isRead: boolean) =>
  isRead ? "Strong validator of this answer (RFC 9110)" : "What a GET answers now, for the next `If-Match`";

/** Answers as a whole are tagged; streams of records and archives are not. */
const isJson = ({ content }: Response) => content !== undefined && "application/json" in content;

const problemType = "application/problem+json";
const sentenceOf = (code: FaultCode) => `\`${code}\`: ${problemKinds[code].title}.`;

const retryAfter = { "Retry-After": header("Seconds after which the same call may pass") };

/** What a client goes on by after a failure of a status. */
const failureHeaders: Readonly<Record<number, Record<string, ReturnType<typeof header>>>> = {
  401: { "WWW-Authenticate": header("How to say who calls: `Bearer`") },
  409: { "Retry-After": header("Where the same call may pass later: seconds until then") },
  429: retryAfter,
  503: retryAfter,
};

/** The error responses of an operation, one for each status, saying which problems it stands for. */
export function failures(...codes: readonly FaultCode[]): Responses {
  const byStatus = Map.groupBy(codes, (code) => problemKinds[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      String(status),
      {
        description: some.map(sentenceOf).join(" "),
        ...(failureHeaders[status] !== undefined && { headers: failureHeaders[status] }),
        content: { [problemType]: { schema: problemSchema, examples: problemReferences(some) } },
      },
    ]),
  );
}

/** Both, each sentence once. */
function joined(ours: Responses, more: Responses): Responses {
  const all = { ...ours } as Record<string, Response>;
  for (const [status, response] of Object.entries(more as Record<string, Response>)) {
    const before = all[status];
    const sentences = response.description.split(/(?<=\.) (?=`)/);
    const added = sentences.filter((sentence) => !before?.description.includes(sentence)).join(" ");
    all[status] =
      before === undefined
        ? response
        : {
            ...before,
            description: `${before.description} ${added}`.trim(),
            content: { ...before.content, ...problemsOf(before, response) },
          };
  }
  return all as Responses;
}

/** The problems of both, each once. */
function problemsOf(...some: readonly Response[]) {
  const examples = some.flatMap(({ content }) =>
    Object.entries((content?.[problemType] as { examples?: object } | undefined)?.examples ?? {}),
  );
  return { [problemType]: { schema: problemSchema, examples: Object.fromEntries(examples) } };
}

function deprecationNote({ since, sunset, link }: Deprecation): string {
  return `**Deprecated** since ${since}${sunset === undefined ? "" : `, gone after ${sunset}`}: see ${link}.`;
}
