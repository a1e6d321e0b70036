import type { Scenario } from "../scenario.ts";
import { calibrationScenarios } from "./calibration.ts";
import { coarseScenarios } from "./coarse.ts";
import { energyScenarios } from "./energy.ts";
import { habitScenarios } from "./habits.ts";
import { levelScenarios } from "./levels.ts";
import { machineScenarios } from "./machines.ts";
import { memoryScenarios } from "./memory.ts";
import { scoreScenarios } from "./scores.ts";
import { sequenceScenarios } from "./sequences.ts";
import { silenceScenarios } from "./silence.ts";
import { waterScenarios } from "./water.ts";
import { windowScenarios } from "./windows.ts";

export const scenarios: readonly Scenario[] = [
  ...scoreScenarios,
  ...energyScenarios,
  ...waterScenarios,
  ...habitScenarios,
  ...silenceScenarios,
  ...sequenceScenarios,
  ...windowScenarios,
  ...memoryScenarios,
  ...levelScenarios,
  ...calibrationScenarios,
  ...machineScenarios,
  ...coarseScenarios,
];
