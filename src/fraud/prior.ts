import { compileForest } from "./forest.ts";
import priorModel from "./models/prior-v1.json" with { type: "json" };

/**
 * The forest every plant begins with, trained on honest operation as physics draws it
 * (`telemetry/prior-training.ts`, which writes its file). A broken file stops the start.
 */
export const priorForest = compileForest(priorModel);
