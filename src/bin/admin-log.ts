import { succeed } from "../anchoring/successor.ts";
import { type Command, given, readArguments } from "./admin-command.ts";

const successor: Command = {
  usage: "--reason REASON --by NAME",
  about:
    "end the log whose key is lost or given up, and let one under the key of LOG_KEY_FILE (made where there is none) go on from it on the same topic (docs/keys.md)",
  prepare(args) {
    const { values } = readArguments(args, [], { reason: { type: "string" }, by: { type: "string" } });
    const ending = { reason: given("--reason", values.reason), by: given("--by", values.by) };
    return async ({ db, tenancy: { clock }, log }) => {
      const { random, ...settings } = await log();
      const { origin, verifierKey, before } = await succeed({ db, clock, random }, settings, ending);
      const what =
        before === undefined
          ? `Nothing was signed under the key of before: the log ${origin} takes its place.`
          : `The log ${before.origin} ended at ${before.size} leaves; ${origin} goes on from there.`;
      const next =
        "Start the gateway, or start it again, with that key: it announces the log by itself. Keep a copy of the key, and publish the verifier key where the first one was published.";
      return { out: verifierKey, note: `${what} ${next}` };
    };
  },
};

export const logCommands = { successor };
