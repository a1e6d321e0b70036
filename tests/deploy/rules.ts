import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** The rules of `deploy/prometheus` and their unit tests, as read from their files. */

export const prometheusDir = fileURLToPath(new URL("../../deploy/prometheus/", import.meta.url));
export const runbooksDir = fileURLToPath(new URL("../../docs/runbooks/", import.meta.url));

export type Rule = {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
};
export type UnitTest = {
  readonly name: string;
  readonly alert_rule_test?: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts: readonly { readonly exp_labels: Readonly<Record<string, string>> }[];
  }[];
};

const filesOf = (folder: string, ending: string) =>
  readdirSync(join(prometheusDir, folder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(prometheusDir, folder, name));

export const ruleFiles = filesOf("rules", ".yml");
export const unitTestFiles = filesOf("tests", ".test.yml");

const documentOf = <T>(file: string): T => parse(readFileSync(file, "utf8")) as T;

export const rules: readonly Rule[] = ruleFiles.flatMap((file) =>
  documentOf<{ groups: readonly { rules: readonly Rule[] }[] }>(file).groups.flatMap((group) => group.rules),
);
export const unitTests: readonly UnitTest[] = unitTestFiles.flatMap(
  (file) => documentOf<{ tests: readonly UnitTest[] }>(file).tests,
);
export const recordedNames: ReadonlySet<string> = new Set(rules.flatMap(({ record }) => record ?? []));
