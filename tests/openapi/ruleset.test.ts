import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { openApiDocument } from "../../src/http/app.ts";

const home = dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json"));
const config = new URL("../../redocly.yaml", import.meta.url).pathname;

/** Ids of the rules that a document breaks. */
function broken(document: unknown): Set<string> {
  const folder = mkdtempSync(join(tmpdir(), "hydro-openapi-"));
  try {
    const file = join(folder, "openapi.json");
    writeFileSync(file, JSON.stringify(document));
    const { stdout } = spawnSync(
      process.execPath,
      [join(home, "bin", "cli.js"), "lint", file, "--config", config, "--format=json", "--max-problems=1000"],
      { encoding: "utf8", env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" } },
    );
    const { problems } = JSON.parse(stdout) as { problems: { ruleId: string }[] };
    return new Set(problems.map(({ ruleId }) => ruleId));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("the ruleset finds what it is there for", () => {
  const document = JSON.parse(openApiDocument());
  const { post, get } = document.paths["/api/v1/telemetry"];
  delete post.operationId;
  delete get.summary;
  delete post.responses["500"];
  for (const status of ["200", "201", "202"]) delete post.responses[status];
  // Told of nowhere else.
  delete document.components.schemas.Sample;
  post.requestBody.content["application/json"].examples = { wrong: { value: { plant_id: 7 } } };
  delete get.responses["200"].content["application/json"].example;
  get.responses["400"].content = { "text/plain": { schema: { type: "string" }, example: "no" } };
  delete get.parameters[0].description;
  expect(broken(document)).toEqual(
    new Set([
      "operation-operationId",
      "operation-summary",
      "rule/every-operation-can-succeed",
      "rule/every-operation-can-fail",
      "no-invalid-media-type-examples",
      "rule/every-body-has-an-example",
      "rule/failures-are-problems",
      "parameter-description",
    ]),
  );
});
