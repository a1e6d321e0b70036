import { OpenAPIHono } from "@hono/zod-openapi";
import manifest from "../../package.json" with { type: "json" };
import type { Operation } from "./operation.ts";

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
  { name: "Keys", description: "API keys: make, narrow, rotate and revoke them." },
  { name: "Problems", description: "What the errors mean. Public." },
  { name: "Operation", description: "Health, metrics and this document. Public." },
];

const description = `Takes readings of hydropower plants, judges each in five layers, estimates the CO2 it avoids, stores it and anchors it on the Hedera Consensus Service.

What it does not do: a verdict is the gateway's own and a carbon figure an estimate; neither is a credit, nor the word of a verifier. \`label\` says what a statement's figures may be called: unverified estimate, verified statement or issued. A proof shows that a record has stood unchanged in the log since its checkpoint; that a device sent it is not proven unless the device signs. On the local ledger (\`anchor.network\` = \`local\`) an anchor proves nothing to others.

Conventions: names in snake_case with units last; energies and emissions as exact integers in digit strings; times in UTC. Errors are RFC 9457 problem documents whose \`type\` resolves. Every answer carries \`X-Request-Id\`. Calls that change something take \`Idempotency-Key\`, lists come by pages (\`cursor\`, \`limit\`), JSON answers to GET have an \`ETag\`, \`RateLimit\` says what is left of the quotas. Bodies may come in gzip, br or deflate. All of it: docs/api.md.`;

/** The OpenAPI 3.1 document of these operations, as text: the same operations give the same bytes. */
export function openApiText(operations: readonly Operation[]): string {
  const app = new OpenAPIHono();
  registerSecurity(app);
  for (const { route } of operations) if (route.hide !== true) app.openAPIRegistry.registerPath(route);
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "Hydro MRV Gateway", version: manifest.version, description },
    servers: [{ url: "/", description: "The gateway that serves this document" }],
    tags,
  });
  document.paths = sorted(document.paths ?? {});
  if (document.components?.schemas) document.components.schemas = sorted(document.components.schemas);
  return `${JSON.stringify(document, null, 2)}\n`;
}

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
