import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Fault } from "../kernel/fault.ts";
import { accountPages } from "./account.page.ts";
import { accountOperations } from "./account.routes.ts";
import { actOperations } from "./acts.routes.ts";
import { alertChannelOperations } from "./alert-channels.routes.ts";
import { alertRuleOperations } from "./alert-rules.routes.ts";
import { alertOperations } from "./alerts.routes.ts";
import { problem } from "./answers.ts";
import { authOperations } from "./auth.routes.ts";
import { bundleOperations } from "./bundles.routes.ts";
import { carbonOperations } from "./carbon.routes.ts";
import { faultOf } from "./caught.ts";
import { certificateOperations } from "./certificates.routes.ts";
import { cors } from "./cors.ts";
import type { HttpDeps } from "./deps.ts";
import { designOperations } from "./designs.routes.ts";
import { deviceKeyOperations } from "./device-keys.routes.ts";
import { deviceOperations } from "./devices.routes.ts";
import { docsOperations } from "./docs.routes.ts";
import { openApiText } from "./document.ts";
import { frame } from "./frame.ts";
import { gridTableOperations } from "./grid-tables.routes.ts";
import { healthOperations } from "./health.routes.ts";
import { historyOperations } from "./history.routes.ts";
import { invitationOperations } from "./invitations.routes.ts";
import { issuanceOperations } from "./issuances.routes.ts";
import { keyOperations } from "./keys.routes.ts";
import { logOperations, readableAnywhere } from "./log.routes.ts";
import { memberOperations } from "./members.routes.ts";
import { metricsOperations } from "./metrics.routes.ts";
import { modelOperations } from "./models.routes.ts";
import { issuerOperations } from "./oidc-issuers.routes.ts";
import type { Env, Operation } from "./operation.ts";
import { periodOperations } from "./periods.routes.ts";
import { plantImportOperations } from "./plant-import.routes.ts";
import { plantOperations } from "./plants.routes.ts";
import { problemOperations } from "./problems.routes.ts";
import { recordOperations } from "./records.routes.ts";
import { registrarOperations } from "./registrar.routes.ts";
import { retirementOperations } from "./retirements.routes.ts";
import { reviewOperations } from "./review.routes.ts";
import { riverFlowOperations } from "./river-flows.routes.ts";
import { served } from "./served.ts";
import { shadowOperations } from "./shadow.routes.ts";
import { streamOperations } from "./streams.routes.ts";
import { type TakenTypes, takenTypes } from "./taken-types.ts";
import { telemetryOperations } from "./telemetry.routes.ts";
import { telemetryBatchOperations } from "./telemetry-batch.routes.ts";
import { tokenOperations } from "./tokens.routes.ts";
import { unitOperations } from "./units.routes.ts";
import { verifyOperations } from "./verify.routes.ts";
import { webhookOperations } from "./webhooks.routes.ts";

let documentText: string | undefined;

/** The OpenAPI 3.1 document, made once from the routes alone: no database, no settings. */
export function openApiDocument(): string {
  documentText ??= openApiText(operations);
  return documentText;
}

/** Everything the gateway answers to. A path with a fixed last step stands before one with a parameter there. */
export const operations: readonly Operation[] = [
  ...telemetryOperations,
  ...telemetryBatchOperations,
  ...streamOperations,
  ...historyOperations,
  ...recordOperations,
  ...reviewOperations,
  ...modelOperations,
  ...plantImportOperations,
  ...plantOperations,
  ...riverFlowOperations,
  ...deviceOperations,
  ...deviceKeyOperations,
  ...keyOperations,
  ...designOperations,
  ...bundleOperations,
  ...periodOperations,
  ...invitationOperations,
  ...issuanceOperations,
  ...unitOperations,
  ...retirementOperations,
  ...registrarOperations,
  ...actOperations,
  ...webhookOperations,
  ...alertOperations,
  ...alertRuleOperations,
  ...alertChannelOperations,
  ...tokenOperations,
  ...certificateOperations,
  ...shadowOperations,
  ...carbonOperations,
  ...gridTableOperations,
  ...authOperations,
  ...accountOperations,
  ...accountPages,
  ...memberOperations,
  ...issuerOperations,
  ...verifyOperations,
  ...logOperations,
  ...healthOperations,
  ...metricsOperations,
  ...problemOperations,
  ...docsOperations(openApiDocument),
];

/** The HTTP face. `gateway.ts` serves its `fetch`. */
export function createApp(deps: HttpDeps, list: readonly Operation[] = operations): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>();
  app.use(frame(deps));
  app.use("/log/*", readableAnywhere);
  app.use("/c/*", readableAnywhere);
  app.use(cors(deps));
  for (const operation of list) {
    const { route } = operation;
    const serve = served(operation);
    app.on(route.method.toUpperCase(), [route.getRoutingPath()], (c) => serve(deps, c));
  }
  const paths = pathsOf(list);
  app.notFound((c) => noRoute(deps, c, paths));
  app.onError((error, c) => problem(deps, c, faultOf(error)));
  return app;
}

type KnownPath = {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
  /** Of its POST and PATCH. */
  readonly taken: readonly TakenTypes[];
};

function pathsOf(list: readonly Operation[]): readonly KnownPath[] {
  return [...Map.groupBy(list, ({ route }) => route.path)].map(([path, some]) => ({
    pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{[^}]+\}/g, "[^/]+")}$`),
    methods: some.flatMap(({ route }) => (route.method === "get" ? ["GET", "HEAD"] : [route.method.toUpperCase()])),
    taken: some.map(({ route }) => takenTypes(route)).filter(isTold),
  }));
}

/** What has a header of its own: of PUT it is not told. */
const isTold = (taken: TakenTypes | undefined): taken is TakenTypes => taken !== undefined && taken[0] !== "Accept";

/** OPTIONS of a known path is answered here; else 405 where the path is known with another method, or 404. */
function noRoute(deps: HttpDeps, c: Context<Env>, paths: readonly KnownPath[]): Response {
  // A plant may be named as a fixed last step is: its own methods are taken there too.
  const here = paths.filter(({ pattern }) => pattern.test(c.req.path));
  const methods = here.flatMap((one) => one.methods);
  if (methods.length === 0) {
    const bare = withoutSlashes(c.req.path);
    const known = bare !== c.req.path && paths.some(({ pattern }) => pattern.test(bare));
    const hint = known ? "leave out the slash at its end." : "the API is described at /docs.";
    return problem(deps, c, new Fault("not-found", `There is nothing at this path: ${hint}`));
  }
  const allow = [...new Set(methods), "OPTIONS"].join(", ");
  if (c.req.method !== "OPTIONS") {
    return problem(deps, c, new Fault("method-not-allowed", `This path takes ${allow}.`), { Allow: allow });
  }
  // Of a preflight too: `cors` has said already whether the page may ask at all.
  const taken = Object.fromEntries(here.flatMap((one) => one.taken));
  return c.body(null, 204, { Allow: allow, "Access-Control-Allow-Methods": allow, ...taken });
}

/** Without those at its end. A pattern would look at each run of slashes in the middle as often as it has slashes. */
function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === "/") end--;
  return path.slice(0, end);
}
