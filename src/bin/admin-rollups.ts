import { keptFromMs } from "../monitoring/rollup-levels.ts";
import { rebuildRollups, rolledPlants } from "../monitoring/rollup-rebuild.ts";
import { type Command, readArguments, UsageError } from "./admin-command.ts";
import { readInstant } from "./admin-values.ts";

const rebuild: Command = {
  usage: "[--from DATE] [--org ORG [--plant PLANT]]",
  about:
    "make rollups again from the records, of days that end after DATE (absent: as far back as five-minute ones are kept)",
  prepare(args) {
    const options = { from: { type: "string" }, org: { type: "string" }, plant: { type: "string" } } as const;
    const { values } = readArguments(args, [], options);
    if (values.plant !== undefined && values.org === undefined) throw new UsageError("--plant needs --org.");
    const fromMs = values.from === undefined ? undefined : readInstant("--from", values.from);
    return async ({ db, tenancy }) => {
      const nowMs = tenancy.clock.nowMs();
      const plants = await rolledPlants(db, values.org, values.plant);
      const made: number[] = [];
      for (const plant of plants) {
        made.push(await rebuildRollups({ db, nowMs }, plant, new Date(fromMs ?? keptFromMs("5m", nowMs))));
      }
      // The registrar's chain and plants without readings have a place among rollups, and none of them.
      const rolled = made.filter((days) => days > 0);
      const days = rolled.reduce((sum, one) => sum + one, 0);
      return { note: `Rollups are made again from the records. Days of devices: ${days}; plants: ${rolled.length}.` };
    };
  },
};

export const rollupCommands = { rebuild };
