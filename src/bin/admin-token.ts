import { resumeToken } from "../issuance/mint-orders.ts";
import { listTokens } from "../issuance/token-store.ts";
import { type Command, readArguments, table } from "./admin-command.ts";

const listAll: Command = {
  usage: "",
  about: "show the tokens, and why nothing is issued in one that is halted",
  prepare(args) {
    readArguments(args, [], {});
    return async ({ db }) => {
      const cells = (await listTokens(db)).map(({ tokenKey, tokenId, reconciled, halt }) => [
        ...[tokenKey, tokenId ?? "creating", String(reconciled?.minted ?? ""), halt?.reason ?? ""],
        halt?.transactionId ?? "",
      ]);
      return { out: table(["key", "token", "minted", "halted", "transaction"], cells) };
    };
  },
};

const resumeOne: Command = {
  usage: "KEY",
  about: "go on issuing in a halted token, once its transaction is explained; it stays listed with the token",
  prepare(args) {
    const { words } = readArguments(args, ["KEY"], {});
    return async ({ db }) => {
      await resumeToken({ db }, words.KEY);
      return { note: `Issuance in ${words.KEY} goes on.` };
    };
  },
};

export const tokenCommands = { list: listAll, resume: resumeOne };
