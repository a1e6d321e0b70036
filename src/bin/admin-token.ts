import { readFile } from "node:fs/promises";
import { treasuryBooks } from "../issuance/holdings-store.ts";
import { resumeToken } from "../issuance/mint-orders.ts";
import { listMovements, type Movement } from "../issuance/movement-store.ts";
import { bookMovement } from "../issuance/movements.ts";
import { replaceToken } from "../issuance/replaced-tokens.ts";
import { findToken, listTokens, type TokenState } from "../issuance/token-store.ts";
import type { Db } from "../platform/database.ts";
import { type Command, given, readArguments, table, UsageError } from "./admin-command.ts";
import { oneOf } from "./admin-values.ts";

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

const showDifference: Command = {
  usage: "KEY",
  about:
    "show line by line what moved units of a token on the ledger and was not in the books, and what it was found to be",
  prepare(args) {
    const { words } = readArguments(args, ["KEY"], {});
    return async ({ db }) => {
      const token = await findToken(db, words.KEY);
      if (token === undefined) throw new Error(`There is no token ${words.KEY}.`);
      const cells = (await listMovements(db, words.KEY)).map((one) => [
        ...[one.transactionId, atOf(one.consensusTimestamp), one.kind, String(one.units), one.toAccount ?? ""],
        ...[bookedIn(one), one.memo ?? "", one.reason],
      ]);
      const heading = ["transaction", "at", "what", "units", "to", "booked", "memo", "why"];
      return { out: table(heading, cells), note: await sumsOf(db, token) };
    };
  },
};

/** ISO 8601 of a ledger's seconds since 1970. */
const atOf = (timestamp: string) => new Date(Math.floor(Number(timestamp) * 1000)).toISOString();

function bookedIn({ booked }: Movement): string {
  if (booked === null) return "no";
  return `${booked.issuanceId === null ? booked.as : `${booked.as} of ${booked.issuanceId}`} by ${booked.by}: ${booked.reason}`;
}

async function sumsOf(db: Db, { tokenId, reconciled }: TokenState): Promise<string> {
  if (tokenId === null || reconciled === null) return "The ledger has not been looked at yet.";
  const { held } = await treasuryBooks(db, tokenId);
  const { minted, burned, treasury, spare, at } = reconciled;
  const ledger = `On the ledger at ${at.toISOString()}: ${minted} minted, ${burned} burnt, ${treasury} in the treasury, ${spare} of them nobody's.`;
  return `${ledger}\nIn the books: ${held} in the treasury.`;
}

const bookOne: Command = {
  usage:
    "KEY TRANSACTION (--issuance ISSUANCE [--as transfer|retirement] [--statement FILE] | --nobody) --by NAME --reason TEXT [--dry-run]",
  about:
    "write a movement that only the ledger knew into the books: as the mint, transfer or retirement of an issuance, or as of nobody's units; --dry-run keeps nothing",
  prepare(args) {
    const text = { type: "string" } as const;
    const options = {
      issuance: text,
      nobody: { type: "boolean" },
      as: text,
      statement: text,
      by: text,
      reason: text,
      "dry-run": { type: "boolean" },
    } as const;
    const { values, words } = readArguments(args, ["KEY", "TRANSACTION"], options);
    if ((values.issuance !== undefined) === (values.nobody === true))
      throw new UsageError("Say whose units they are: --issuance ISSUANCE, or --nobody.");
    const as = values.as === undefined ? undefined : oneOf("--as", ["transfer", "retirement"] as const, values.as);
    const [by, reason] = [given("--by", values.by), given("--reason", values.reason)];
    const what = { tokenKey: words.KEY, transactionId: words.TRANSACTION, issuanceId: values.issuance };
    return async (deps) => {
      const statement = values.statement === undefined ? undefined : await statementIn(values.statement);
      const dryRun = values["dry-run"];
      const booked = await bookMovement(await deps.register(), { ...what, as, statement, by, reason, dryRun });
      const whose = what.issuanceId === undefined ? "as nobody's" : `as a ${booked.as} of ${what.issuanceId}`;
      if (dryRun && !booked.repeated)
        return { note: `${words.TRANSACTION} can be booked ${whose}; a dry run: nothing was kept.` };
      return { note: `${words.TRANSACTION} is in the books ${whose}${booked.repeated ? " already" : ""}.` };
    };
  },
};

/** The statement itself, or an answer of `GET /api/v1/retirements/{id}` that holds it. */
async function statementIn(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--statement ${file} cannot be read: ${error.code ?? "unknown"}.`);
  });
  try {
    const { statement } = JSON.parse(text) as { statement?: unknown };
    return typeof statement === "string" ? statement : text;
  } catch {
    throw new UsageError(`--statement ${file} is no JSON.`);
  }
}

const resumeOne: Command = {
  usage: "KEY",
  about:
    "go on issuing in a halted token, once what shows on the ledger is in the books; the transaction stays listed with the token",
  prepare(args) {
    const { words } = readArguments(args, ["KEY"], {});
    return async ({ db, tenancy: { clock } }) => {
      await resumeToken({ db, clock }, words.KEY);
      return { note: `Issuance in ${words.KEY} goes on.` };
    };
  },
};

const replaceOne: Command = {
  usage: "KEY --by NAME --reason TEXT",
  about:
    "give up a token that was deleted on the ledger: what waits to be minted in it is minted in the next of its kind",
  prepare(args) {
    const text = { type: "string" } as const;
    const { values, words } = readArguments(args, ["KEY"], { by: text, reason: text });
    const why = { by: given("--by", values.by), reason: given("--reason", values.reason) };
    return async ({ db, tenancy: { clock } }) => {
      const { repeated } = await replaceToken({ db, clock }, words.KEY, why);
      const waits = "what waits in it is minted in the next token of its kind, from the next reconciliation on";
      return { note: `${words.KEY} is given up${repeated ? " already" : ""}: ${waits}.` };
    };
  },
};

export const tokenCommands = {
  list: listAll,
  difference: showDifference,
  book: bookOne,
  resume: resumeOne,
  replace: replaceOne,
};
