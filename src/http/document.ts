import { OpenAPIHono } from "@hono/zod-openapi";
import manifest from "../../package.json" with { type: "json" };
import { commonHeaders } from "./conventions.ts";
import { numberOrText, plainer } from "./document-forms.ts";
import { withNames } from "./document-names.ts";
import type { Operation } from "./operation.ts";
import { problemExamples } from "./problem-examples.ts";
import { webhookDescriptions } from "./webhook-events.ts";

const tags = [
  { name: "Telemetry", description: "Send readings, and list what became of them." },
  { name: "Streams", description: "Watch live: readings, verdicts, anchors, alerts and rollups as they come." },
  { name: "Records", description: "One record: its verdict, its proof, its exact bytes." },
  { name: "Periods", description: "Project designs, monitoring periods and their statements, shadow reports." },
  {
    name: "Issuance",
    description: "From a statement to credits: request, a verifier's signature, approval, mint; claims elsewhere.",
  },
  {
    name: "Units",
    description: "What was issued: who holds it, transfers to other accounts, and retirements, which are public.",
  },
  { name: "Reviews", description: "What verifiers decide on readings in doubt, and corrections of readings." },
  { name: "Models", description: "Isolation forests of a plant's own: drift reports and a verifier's approval." },
  { name: "Carbon", description: "Compute emission reductions under a rulebook." },
  { name: "Verify", description: "Check a proof. Public." },
  { name: "Log", description: "The transparency log as static tiles, for anybody's tools. Public." },
  { name: "Plants", description: "Register plants and their devices, and change what is configured." },
  { name: "Devices", description: "Claim devices, their keys and their configuration." },
  { name: "Sign-in", description: "Accounts, sessions and the second factor." },
  {
    name: "Organisation",
    description: "Your organisation: members, issuers whose tokens act in it, and what was done to it.",
  },
  { name: "Alerts", description: "Rules that watch your plants, what they found, silences, and who is told." },
  { name: "Webhooks", description: "Be told what happens, by Standard Webhooks." },
  { name: "Events", description: "What webhooks are sent: no calls of this API, but of yours." },
  { name: "Keys", description: "API keys: make, narrow, rotate and revoke them." },
  { name: "Problems", description: "What the errors mean. Public." },
  { name: "Operation", description: "Health, metrics and this document. Public." },
];

const parameterWords: Readonly<Record<string, string>> = {
  plant_id: "Id of the plant, as it was registered",
  device_id: "Id of the device, as it was registered",
  id: "Id of the record",
  table_id: "Id of the grid table, as it was uploaded",
  format: "Form of the answer",
  invitation_id: "Id of the invitation",
  statement_no: "Number of the statement in its period, from 1",
  issuance_id: "Id of the issuance",
  retirement_id: "Id of the retirement",
  transfer_id: "Id of the transfer",
  report_id: "Id of the report",
  endpoint_id: "Id of the webhook",
  event_id: "Id of the event: its `webhook-id`",
  key_id: "Id of the key",
  user_id: "Id of the member",
  alert_id: "Id of the alert",
  rule_id: "Id of the alert rule",
  silence_id: "Id of the silence",
  channel_id: "Id of the channel",
  issuer_id: "Id of the issuer",
  period_id: "Id of the monitoring period",
  version: "Version, from 1; the newest when left out",
  rulebook: "Id of a rulebook: only what is of this one",
  code: "Code of the problem: the end of its `type`",
  hash: "SHA-256 of the model's bytes, hex",
  metric: "The quantity, by its name in a reading",
  resolution: "Length of a step; `auto` chooses one that gives no more points than asked for",
};

const description = `Takes readings of hydropower plants, judges each in five layers, estimates the CO2 it avoids, stores it and anchors it on the Hedera Consensus Service.

What it does not do: a verdict is the gateway's own and a carbon figure an estimate; neither is a credit, nor the word of a verifier. \`label\` says what a statement's figures may be called: unverified estimate, verified statement or issued. A proof shows that a record has stood unchanged in the log since its checkpoint; that a device sent it is not proven unless the device signs. On the local ledger (\`anchor.network\` = \`local\`) an anchor proves nothing to others.

Conventions: names in snake_case with units last; energies and emissions as exact integers in digit strings; times in UTC. Errors are RFC 9457 problem documents whose \`type\` resolves. Every answer carries \`X-Request-Id\`. Calls that change something take \`Idempotency-Key\`, lists come by pages (\`cursor\`, \`limit\`), JSON answers to GET have an \`ETag\`, \`RateLimit\` says what is left of the quotas. Bodies may come in gzip, br or deflate. All of it: docs/api.md.`;

/** Without an SPDX expression openapi-generator takes no document; the type we have is of OpenAPI 3.0, which knows none. */
const license = { name: "All rights reserved: not licensed for use by others", identifier: "LicenseRef-Proprietary" };

/** The OpenAPI 3.1 document of these operations, as text: the same operations give the same bytes. */
export function openApiText(operations: readonly Operation[]): string {
  const app = new OpenAPIHono();
  registerSecurity(app);
  for (const { route } of operations) if (route.hide !== true) app.openAPIRegistry.registerPath(route);
  for (const description of webhookDescriptions) app.openAPIRegistry.registerWebhook(description);
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Hydro MRV Gateway",
      version: manifest.version,
      description,
      license,
    },
    servers: [{ url: "/", description: "The gateway that serves this document" }],
    tags,
  });
  document.paths = sorted(document.paths ?? {});
  if (document.components?.schemas) Object.assign(document.components.schemas, numberOrText);
  describeParameters(document);
  const references = JSON.stringify(document.paths);
  const isUsed = ([code]: [string, unknown]) => references.includes(`"#/components/examples/${code}"`);
  const examples = Object.fromEntries(Object.entries(problemExamples).filter(isUsed));
  document.components = { ...document.components, examples, headers: commonHeaders };
  return `${JSON.stringify(withNames(JSON.parse(JSON.stringify(document, plainer))), null, 2)}\n`;
}

type Described = {
  readonly name?: string;
  readonly in?: string;
  readonly schema?: { readonly type?: string };
  description?: string;
  /** What oapi-codegen calls it. */
  "x-go-name"?: string;
};

/**
 * What the parameters of many operations mean, wherever an operation has nothing more to say of them; that lists
 * are repeated, which generators do not all take for granted; and a name of its own for a header that is also a query parameter.
 */
function describeParameters({ paths }: { readonly paths?: object | undefined }): void {
  const operations = Object.values(paths ?? {}).flatMap((path) => Object.values(path as object));
  for (const { parameters = [] } of operations as { readonly parameters?: readonly Described[] }[]) {
    for (const parameter of parameters) {
      parameter.description ??= parameterWords[parameter.name ?? ""] ?? "";
      if (parameter.in === "query" && parameter.schema?.type === "array") {
        Object.assign(parameter, { style: "form", explode: true });
      }
      const isTwin = (one: Described) => one !== parameter && fieldOf(one) === fieldOf(parameter);
      if (parameter.in === "header" && parameters.some(isTwin)) {
        parameter["x-go-name"] =
          `${fieldOf(parameter).replaceAll(/(?:^|_)([a-z])/g, (_, first) => first.toUpperCase())}Header`;
      }
    }
  }
}

/** `Last-Event-ID` and `last_event_id` are one name where generators make fields of all parameters of a call. */
const fieldOf = ({ name = "" }: Described) => name.toLowerCase().replaceAll("-", "_");

function registerSecurity({ openAPIRegistry: registry }: OpenAPIHono): void {
  registry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "An API key (`Authorization: Bearer ghdk_...`), or an access token of somebody who signed in",
  });
  registry.registerComponent("securitySchemes", "apiKey", {
    type: "apiKey",
    in: "header",
    name: "X-API-Key",
    description: "An API key in a header of its own",
  });
}

function sorted<T>(members: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
}
