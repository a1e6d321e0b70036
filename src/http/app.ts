import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Fault } from "../kernel/fault.ts";
import { accountPages } from "./account.page.ts";
import { accountOperations } from "./account.routes.ts";
import { actOperations } from "./acts.routes.ts";
import { problem } from "./answers.ts";
import { authOperations } from "./auth.routes.ts";
import { bundleOperations } from "./bundles.routes.ts";
import { carbonOperations } from "./carbon.routes.ts";
import type { HttpDeps } from "./deps.ts";
import { designOperations } from "./designs.routes.ts";
import { docsOperations } from "./docs.routes.ts";
import { openApiText } from "./document.ts";
import { frame } from "./frame.ts";
import { gridTableOperations } from "./grid-tables.routes.ts";
import { healthOperations } from "./health.routes.ts";
import { invitationOperations } from "./invitations.routes.ts";
import { issuanceOperations } from "./issuances.routes.ts";
import { logOperations, readableAnywhere } from "./log.routes.ts";
import { memberOperations } from "./members.routes.ts";
import { metricsOperations } from "./metrics.routes.ts";
import { modelOperations } from "./models.routes.ts";
import { issuerOperations } from "./oidc-issuers.routes.ts";
import type { Env, Operation } from "./operation.ts";
import { periodOperations } from "./periods.routes.ts";
import { plantOperations } from "./plants.routes.ts";
import { faultOf } from "./problem.ts";
import { problemOperations } from "./problems.routes.ts";
import { recordOperations } from "./records.routes.ts";
import { registrarOperations } from "./registrar.routes.ts";
import { reviewOperations } from "./review.routes.ts";
import { shadowOperations } from "./shadow.routes.ts";
import { telemetryOperations } from "./telemetry.routes.ts";
import { tokenOperations } from "./tokens.routes.ts";
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
  ...recordOperations,
  ...reviewOperations,
  ...modelOperations,
  ...plantOperations,
  ...designOperations,
  ...bundleOperations,
  ...periodOperations,
  ...invitationOperations,
  ...issuanceOperations,
  ...registrarOperations,
  ...actOperations,
  ...webhookOperations,
  ...tokenOperations,
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
export function createApp(deps: HttpDeps): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>();
  app.use(frame(deps));
  app.use("/log/*", readableAnywhere);
  for (const { route, run } of operations) {
    app.on(route.method.toUpperCase(), [route.getRoutingPath()], (c) => {
      c.set("route", route.path);
      return run(deps, c);
    });
  }
  app.notFound((c) => noRoute(deps, c));
  app.onError((error, c) => problem(deps, c, faultOf(error)));
  return app;
}

const paths = [...Map.groupBy(operations, ({ route }) => route.path)].map(([path, some]) => ({
  pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{[^}]+\}/g, "[^/]+")}$`),
  methods: some.flatMap(({ route }) => (route.method === "get" ? ["GET", "HEAD"] : [route.method.toUpperCase()])),
}));

/** 405 where the path is known with another method, else 404. */
function noRoute(deps: HttpDeps, c: Context<Env>): Response {
  const methods = paths.find(({ pattern }) => pattern.test(c.req.path))?.methods;
  if (methods === undefined) {
    return problem(deps, c, new Fault("not-found", "There is nothing at this path: the API is described at /docs."));
  }
  const allow = methods.join(", ");
  return problem(deps, c, new Fault("method-not-allowed", `This path takes ${allow}.`), { Allow: allow });
}
