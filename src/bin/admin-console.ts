import { accreditCommands } from "./admin-accredit.ts";
import { type AdminDeps, type Answer, type Command, UsageError } from "./admin-command.ts";
import { keyCommands } from "./admin-key.ts";
import { organisationCommands } from "./admin-org.ts";
import { deviceCommands, plantCommands } from "./admin-plant.ts";
import { claimCommands, clashCommands } from "./admin-register.ts";
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
};

/** All commands, for people. */
export function help(): string {
  const lines = Object.entries(commands).flatMap(([subject, verbs]) =>
    Object.entries(verbs).map(
      ([verb, { usage, about }]) => `  ${`${subject} ${verb} ${usage}`.trimEnd()}\n      ${about}`,
    ),
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
  const [subject = "", verb = "", ...args] = argv;
  const verbs = Object.hasOwn(commands, subject) ? commands[subject] : undefined;
  if (verbs === undefined) {
    const asked = subject === "" ? "Say what to do" : `"${subject}" is nothing to work on`;
    throw new UsageError(`${asked}: ${Object.keys(commands).join(", ")}, or --help.`);
  }
  const command = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (command === undefined) {
    const choice = Object.keys(verbs).map((name) => `${subject} ${name}`);
    throw new UsageError(`Say which: ${choice.join(", ")}, or --help.`);
  }
  try {
    return command.prepare(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message} Usage: ${subject} ${verb} ${command.usage}`.trimEnd());
  }
}
