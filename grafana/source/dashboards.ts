import { fleet } from "./fleet.ts";
import { fraud } from "./fraud.ts";
import { ledger } from "./ledger.ts";
import { objectives } from "./objectives.ts";
import { operations } from "./operations.ts";
import type { Dashboard } from "./panels.ts";

/** All dashboards; a file of `grafana/dashboards` each. */
export const dashboards: readonly Dashboard[] = [operations, fleet, ledger, fraud, objectives];
