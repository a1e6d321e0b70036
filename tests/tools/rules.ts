import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { prometheusDir, ruleFiles, rules, unitTestFiles } from "../deploy/rules.ts";

/**
 * `deploy/prometheus` and `deploy/alertmanager` as Prometheus' and Alertmanager's own tools read them: configuration,
 * rules, unit tests of the rules, and where alerts are sent. Alert rules without a case of their own for where they go
 * are sent by their severity, which is tried for each of them.
 */

const alertmanagerDir = fileURLToPath(new URL("../../deploy/alertmanager/", import.meta.url));
const alertmanager = `${alertmanagerDir}alertmanager.yml`;

function run(tool: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { encoding: "utf8" });
  assert(error === undefined, `${tool} is missing: install Debian's prometheus and prometheus-alertmanager`);
  assert.equal(status, 0, `${tool} ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}

run("promtool", ["check", "config", `${prometheusDir}prometheus.yml`]);
run("promtool", ["check", "rules", "--lint=all", "--lint-fatal", ...ruleFiles]);
console.log(`${rules.length} rules are read by promtool.`);

run("promtool", ["test", "rules", ...unitTestFiles]);
console.log(`Their unit tests hold: ${unitTestFiles.length} files.`);

run("amtool", ["check-config", alertmanager]);

type Case = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly receivers: readonly string[];
};
const cases: Case[] = JSON.parse(readFileSync(`${alertmanagerDir}routes.json`, "utf8"));
const receiverOf: Record<string, string> = { page: "pager", ticket: "tickets" };
for (const { alert, labels } of rules) {
  if (alert === undefined) continue;
  const receiver = receiverOf[labels?.severity ?? ""];
  assert(receiver !== undefined, `${alert} has no severity`);
  cases.push({ name: alert, labels: { alertname: alert, job: "hydro-gateway", ...labels }, receivers: [receiver] });
}
for (const { name, labels, receivers } of cases) {
  const given = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  const args = [
    "config",
    "routes",
    "test",
    `--config.file=${alertmanager}`,
    `--verify.receivers=${receivers.join(",")}`,
  ];
  const said = run("amtool", [...args, ...given]).trim();
  assert.equal(said, receivers.join(","), `${name}: sent to ${said}`);
}
console.log(`${cases.length} alerts go where they should.`);
