import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { accreditedRoles, listAccreditations } from "../issuance/accreditation-store.ts";
import { accredit, withdrawAccreditation } from "../issuance/accreditations.ts";
import { bytesToHex } from "../kernel/canonical.ts";
import { type Command, given, readArguments, table, UsageError } from "./admin-command.ts";
import { oneOf, readInstant } from "./admin-values.ts";

const create: Command = {
  usage: "ORG --role verifier|issuer --rulebook ID --public-key FILE|BASE64 --from DATE --to DATE",
  about: "accredit an organisation for a rulebook, as its registrar; the key is Ed25519, as PEM file or 32 bytes",
  prepare(args) {
    const text = { type: "string" } as const;
    const options = { role: text, rulebook: text, "public-key": text, from: text, to: text };
    const { values, words } = readArguments(args, ["ORG"], options);
    const input = {
      orgId: words.ORG,
      role: oneOf("--role", accreditedRoles, given("--role", values.role)),
      rulebook: given("--rulebook", values.rulebook),
      publicKey: readPublicKey(given("--public-key", values["public-key"])),
      validFromMs: readInstant("--from", given("--from", values.from)),
      validToMs: readInstant("--to", given("--to", values.to)),
    };
    return async (deps) => {
      const { accreditationId, recordId } = await accredit(await deps.register(), input);
      return {
        out: accreditationId,
        note: `${words.ORG} is accredited as ${input.role} for ${input.rulebook}: record ${recordId} of the registrar's chain.`,
      };
    };
  },
};

const withdraw: Command = {
  usage: "ACCREDITATION --reason TEXT",
  about: "withdraw an accreditation from now on; what was signed under it before stays",
  prepare(args) {
    const { values, words } = readArguments(args, ["ACCREDITATION"], { reason: { type: "string" } });
    const reason = given("--reason", values.reason);
    return async (deps) => {
      const { withdrawn } = await withdrawAccreditation(await deps.register(), words.ACCREDITATION, reason);
      return { note: `${words.ACCREDITATION} is withdrawn since ${withdrawn?.at.toISOString()}: ${withdrawn?.reason}` };
    };
  },
};

const list: Command = {
  usage: "",
  about: "show all accreditations with their holders",
  prepare(args) {
    readArguments(args, [], {});
    return async ({ db }) => {
      const cells = (await listAccreditations(db)).map((one) => [
        ...[one.accreditationId, one.orgId, one.role, one.rulebook],
        ...[one.validFrom.toISOString(), one.validTo.toISOString()],
        ...[one.withdrawn?.at.toISOString() ?? "", bytesToHex(one.publicKey)],
      ]);
      const heading = ["accreditation", "organisation", "role", "rulebook", "from", "to", "withdrawn", "public key"];
      return { out: table(heading, cells) };
    };
  },
};

export const accreditCommands = { create, withdraw, list };

/** A PEM file as `openssl pkey -pubout` writes it, or the 32 bytes in base 64 or hex. */
function readPublicKey(text: string): Uint8Array {
  const raw = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, "hex") : Buffer.from(text, "base64");
  if (raw.length === 32 && (/^[0-9a-f]{64}$/i.test(text) || raw.toString("base64") === text)) return raw;
  try {
    const key = createPublicKey(readFileSync(resolve(process.env.INIT_CWD ?? "", text)));
    if (key.asymmetricKeyType === "ed25519") return key.export({ format: "der", type: "spki" }).subarray(-32);
  } catch (error) {
    throw new UsageError(`--public-key "${text}" is neither 32 bytes nor a PEM file: ${(error as Error).message}.`);
  }
  throw new UsageError(`--public-key "${text}" is no Ed25519 key.`);
}
