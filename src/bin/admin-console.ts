import { accreditCommands } from "./admin-accredit.ts";
import { type AdminDeps, type Answer, type Command, UsageError } from "./admin-command.ts";
import { keyCommands } from "./admin-key.ts";
import { logCommands } from "./admin-log.ts";
import { mqttAcl } from "./admin-mqtt.ts";
import { organisationCommands } from "./admin-org.ts";
import { deviceCommands, plantCommands } from "./admin-plant.ts";
import { claimCommands, clashCommands } from "./admin-register.ts";
import { rollupCommands } from "./admin-rollups.ts";
import { tokenCommands } from "./admin-token.ts";
import { userCommands } from "./admin-user.ts";

const commands: Readonly<Record<string, Readonly<Record<string, Command>>>> = {
  org: organisationCommands,
  key: keyCommands,
  user: userCommands,
  plant: plantCommands,
  device: deviceCommands,
  accredit: accreditCommands,
  clash: clashCommands,
  claim: claimCommands,
  token: tokenCommands,
  rollups: rollupCommands,
  log: logCommands,
};

/** Commands of one word. */
const single: Readonly<Record<string, Command>> = { "mqtt-acl": mqttAcl };

/** All commands, for people. */
export function help(): string {
  const named = Object.entries(commands).flatMap(([subject, verbs]) =>
    Object.entries(verbs).map(([verb, command]) => [`${subject} ${verb}`, command] as const),
  );
  const lines = [...named, ...Object.entries(single)].map(
    ([name, { usage, about }]) => `  ${`${name} ${usage}`.trimEnd()}\n      ${about}`,
  );
  return [
    "The operator's console: works on this machine's database, whether a gateway runs on it or not.",
    "",
    "  npm run admin -- COMMAND",
    "",
    ...lines,
    "",
    "Uses DATABASE_OWNER_URL, else DATABASE_URL, else the embedded PostgreSQL of DATA_DIR. Ends with 0, 1 (not done) or 2 (not understood).",
  ].join("\n");
}

/** What the command line asks for, ready to run on a database. @throws {UsageError} */
export function prepare(argv: readonly string[]): (deps: AdminDeps) => Promise<Answer> {
  const { name, command, args } = commandOf(argv);
  try {
    return command.prepare(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message} Usage: ${name} ${command.usage}`.trimEnd());
  }
}

type Asked = { readonly name: string; readonly command: Command; readonly args: readonly string[] };

/** @throws {UsageError} */
function commandOf([subject = "", verb = "", ...args]: readonly string[]): Asked {
  const alone = Object.hasOwn(single, subject) ? single[subject] : undefined;
  if (alone !== undefined) return { name: subject, command: alone, args: verb === "" ? args : [verb, ...args] };
  const verbs = Object.hasOwn(commands, subject) ? commands[subject] : undefined;
  if (verbs === undefined) {
    const asked = subject === "" ? "Say what to do" : `"${subject}" is nothing to work on`;
    throw new UsageError(`${asked}: ${[...Object.keys(commands), ...Object.keys(single)].join(", ")}, or --help.`);
  }
  const command = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (command === undefined) {
    const choice = Object.keys(verbs).map((one) => `${subject} ${one}`);
    throw new UsageError(`Say which: ${choice.join(", ")}, or --help.`);
  }
  return { name: `${subject} ${verb}`, command, args };
}
