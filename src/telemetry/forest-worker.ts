import { parentPort, workerData } from "node:worker_threads";
import { type ForestTraining, trainForest } from "./forest-training.ts";

parentPort?.postMessage(trainForest(workerData as ForestTraining));
