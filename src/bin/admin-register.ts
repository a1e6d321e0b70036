import { listClaims, withdrawClaim } from "../issuance/claims.ts";
import { resolutions } from "../issuance/meter-serial-store.ts";
import { listClashes, resolveClash } from "../issuance/meter-serials.ts";
import { registrarChain } from "../issuance/registrar.ts";
import { isoFromMs } from "../kernel/time.ts";
import { type Command, consoleActor, given, readArguments, table } from "./admin-command.ts";
import { oneOf } from "./admin-values.ts";

const registrar = { orgId: registrarChain.orgId, keyId: "admin-console", roles: ["registrar"] } as const;

const listAllClashes: Command = {
  usage: "",
  about: "show meters that were registered at two plants",
  prepare(args) {
    readArguments(args, [], {});
    return async ({ tenancy }) => {
      const plant = (key: { orgId: string; plantId: string }) => `${key.orgId}/${key.plantId}`;
      const cells = (await listClashes(tenancy, registrar)).map((clash) => [
        ...[clash.clashId, clash.serial, plant(clash.holder), plant(clash.claimant), clash.raisedAt.toISOString()],
        ...[clash.days && isoFromMs(clash.days.fromMs), clash.days && isoFromMs(clash.days.toMs)].map((at) => at ?? ""),
        clash.resolved?.as ?? "open",
      ]);
      const heads = ["clash", "serial", "holder", "claimant", "raised", "days from", "to", "meter of"];
      return { out: table(heads, cells) };
    };
  },
};

const resolveOne: Command = {
  usage: "CLASH --meter-of holder|claimant|distinct --reason TEXT",
  about: "decide where a meter stands; distinct: two meters that share a serial",
  prepare(args) {
    const text = { type: "string" } as const;
    const { values, words } = readArguments(args, ["CLASH"], { "meter-of": text, reason: text });
    const as = oneOf("--meter-of", resolutions, given("--meter-of", values["meter-of"]));
    const reason = given("--reason", values.reason);
    return async (deps) => {
      const { resolved } = await resolveClash(await deps.register(), words.CLASH, { as, reason });
      return { note: `${words.CLASH} is decided: ${as}, record ${resolved?.recordId} of the registrar's chain.` };
    };
  },
};

const listAllClaims: Command = {
  usage: "ORG PLANT",
  about: "show what of a plant was claimed under other programmes",
  prepare(args) {
    const { words } = readArguments(args, ["ORG", "PLANT"], {});
    return async ({ tenancy }) => {
      const cells = (await listClaims(tenancy, consoleActor(words.ORG), words.PLANT)).map((claim) => [
        ...[claim.claimId, claim.scheme, claim.reference, isoFromMs(claim.fromMs), isoFromMs(claim.toMs)],
        claim.withdrawn?.at.toISOString() ?? "",
      ]);
      return { out: table(["claim", "scheme", "reference", "from", "to", "taken back"], cells) };
    };
  },
};

const withdrawOne: Command = {
  usage: "ORG PLANT CLAIM --reason TEXT",
  about: "take a claim back that was a mistake or was cancelled elsewhere, as the registrar",
  prepare(args) {
    const { values, words } = readArguments(args, ["ORG", "PLANT", "CLAIM"], { reason: { type: "string" } });
    const reason = given("--reason", values.reason);
    return async (deps) => {
      const key = { orgId: words.ORG, plantId: words.PLANT };
      await withdrawClaim(await deps.register(), key, words.CLAIM, reason);
      return { note: `${words.CLAIM} is taken back: its MWh can be issued here.` };
    };
  },
};

export const clashCommands = { list: listAllClashes, resolve: resolveOne };
export const claimCommands = { list: listAllClaims, withdraw: withdrawOne };
