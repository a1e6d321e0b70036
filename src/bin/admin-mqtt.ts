import { rename, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { mosquittoAcl } from "../mqtt/acl.ts";
import { listPlaces } from "../plants/places-store.ts";
import { type Command, readArguments, UsageError } from "./admin-command.ts";

/** What a user name of the broker may be made of, so that it is one word of a file. */
const userPattern = /^[\w.@-]{1,64}$/;

export const mqttAcl: Command = {
  usage: "[--file FILE] [--gateway-user NAME]",
  about:
    "write the access rules of all devices for a Mosquitto broker, whose users are ORG~PLANT~DEVICE (docs/mqtt.md); without --file to stdout",
  prepare(args) {
    const { values } = readArguments(args, [], { file: { type: "string" }, "gateway-user": { type: "string" } });
    const gatewayUser = values["gateway-user"] ?? "gateway";
    if (!userPattern.test(gatewayUser))
      throw new UsageError("--gateway-user must be 1-64 letters, digits, '.', '_', '@' or '-'.");
    return async ({ db }) => {
      const places = await listPlaces(db);
      const text = mosquittoAcl(places, gatewayUser);
      const count = `Rules for ${places.length} devices and the gateway's user ${gatewayUser}.`;
      if (values.file === undefined) return { out: text.trimEnd(), note: count };
      // Where the command was given: npm goes to the folder of package.json first.
      const file = resolve(process.env.INIT_CWD ?? "", values.file);
      // Whole or not at all: the broker may read it at any moment.
      await writeFile(`${file}.new`, text, { mode: 0o644 });
      await rename(`${file}.new`, file);
      return { note: `${count} Tell the broker to read ${file} again: SIGHUP.` };
    };
  },
};
