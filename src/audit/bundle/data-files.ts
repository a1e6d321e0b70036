import ceaV20 from "../../carbon/factors/cea-v20.0.json" with { type: "json" };
import ceaV21 from "../../carbon/factors/cea-v21.0.json" with { type: "json" };
import ceaV21WithImports from "../../carbon/factors/cea-v21.0-with-imports.json" with { type: "json" };
import acm0002 from "../../carbon/rulebooks/acm0002-v22.0.json" with { type: "json" };
import amsID from "../../carbon/rulebooks/ams-i.d-v18.json" with { type: "json" };
import vmr0017 from "../../carbon/rulebooks/vmr0017-v1.0.json" with { type: "json" };
import prior from "../../fraud/models/prior-v1.json" with { type: "json" };
import efficiency from "../../hydropower/turbine-efficiency-v1.json" with { type: "json" };
import { canonicalBytes, type Json } from "../../kernel/canonical.ts";
import policyV3 from "../../verification/policies/policy-v3.json" with { type: "json" };
import policyV4 from "../../verification/policies/policy-v4.json" with { type: "json" };
import policy from "../../verification/policies/policy-v5.json" with { type: "json" };
import { type BundleFile, paths } from "./types.ts";

/** Everything by which verdicts and figures are made, as data; SHA-256 of each file is the hash that records name. */
export function dataFiles(): BundleFile[] {
  const all = { policy, efficiency, prior, acm0002, "ams-i.d": amsID, vmr0017, "cea-v20": ceaV20, "cea-v21": ceaV21 };
  const others = { "policy-v3": policyV3, "policy-v4": policyV4, "cea-v21-with-imports": ceaV21WithImports };
  const named: [string, unknown][] = [...Object.entries(all), ...Object.entries(others)];
  return named.map(([id, json]) => ({ path: paths.data(id), content: canonicalBytes(json as Json) }));
}
