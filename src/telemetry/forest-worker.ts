import { parentPort, workerData } from "node:worker_threads";
import { type ForestTraining, trainForest } from "./forest-training.ts";
import { physicsRows } from "./prior-training.ts";

const { training, physicsPlants } = workerData as { training: ForestTraining; physicsPlants: number };
parentPort?.postMessage(trainForest({ ...training, rows: [...training.rows, ...physicsRows(physicsPlants)] }));
