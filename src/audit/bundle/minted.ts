import { z } from "zod";
import { bytesToHex, canonicalText, type Json } from "../../kernel/canonical.ts";
import { Fault } from "../../kernel/fault.ts";
import { LedgerUnavailable } from "../../ledger/ledger.ts";
import { createMirror } from "../../ledger/mirror.ts";
import { decodeMessage } from "../../proof/checkpoint-message.ts";
import { type Members, membersOf } from "../differences.ts";
import { BrokenLink, count, type Finding, note, ok, unchecked } from "../findings.ts";
import { SourceUnavailable } from "../sources/unavailable.ts";
import { tokenDifference } from "../token-kind.ts";
import { type BundleChain, sameJson } from "./chain.ts";
import { jsonIn } from "./issued.ts";
import { messageJson, mintJson } from "./ledger-facts.ts";
import type { OpenedBundle } from "./open.ts";
import type { BundleTopic } from "./topic.ts";
import { paths } from "./types.ts";

const partsSchema = z.array(
  z.looseObject({
    part_no: z.int(),
    amount: z.string(),
    memo: z.string().optional(),
    token_id: z.string().nullish(),
    transaction_id: z.string().nullish(),
    message_transaction_id: z.string().nullish(),
    /** On the ledger for a statement that was lost with a database, and this one's by the registrar's word. */
    booked: z.object({ memo: z.string().nullable(), by: z.string(), reason: z.string() }).optional(),
  }),
);

/** What the records say was minted is what the ledger shows. @throws {BrokenLink} */
export async function checkMint(bundle: OpenedBundle, topic: BundleTopic, chain: BundleChain): Promise<Finding[]> {
  const { steps } = chain;
  const stepOf = (name: string) => steps.find(({ members }) => members.step === name)?.members;
  const wanted = partsSchema.safeParse(membersOf(stepOf("mint")?.mint).parts).data;
  const minted = partsSchema.safeParse(membersOf(stepOf("issue")?.minted).parts).data;
  if (wanted === undefined) return [note("mint", "nothing of this statement was minted when the bundle was made")];
  if (minted === undefined) return [note("mint", "a mint was committed; the ledger had not confirmed it yet")];
  if (!bundle.has(paths.mint)) return [unchecked("mint", `the bundle holds no ${paths.mint}`)];
  const facts = membersOf(jsonIn(await bundle.read(paths.mint), paths.mint) as Json);
  const listed = (list: Json | undefined) => (Array.isArray(list) ? list.map(membersOf) : []);
  const [shown, messages, tokens] = [listed(facts.transactions), listed(facts.messages), listed(facts.tokens)];
  const statement = membersOf(stepOf("mint")?.statement).commitment;
  const hidden: string[] = [];
  let told = 0;
  for (const part of minted) {
    const entry = shown.find(({ transaction_id }) => transaction_id === part.transaction_id);
    const own = wanted.find(({ part_no }) => part_no === part.part_no)?.memo;
    const memo = part.booked === undefined ? own : (part.booked.memo ?? undefined);
    if (entry?.shown === false) {
      hidden.push(String(part.transaction_id));
      continue;
    }
    requireMinted(part, memo, entry);
    requireToken(part, tokens, chain.statement);
    if (!part.message_transaction_id) continue;
    const message = messages.find(({ transaction_id }) => transaction_id === part.message_transaction_id);
    requireTold(part, entry, message, { memo, statement, topic });
    told++;
  }
  if (hidden.length > 0)
    return [unchecked("mint", `the mirror did not show ${hidden.join(", ")} when the bundle was made`)];
  const found = `${count(minted.length, "transaction")} on the ledger, with the amount and memo that the records say, in tokens of their kind`;
  const booked = minted.flatMap((part) => (part.booked === undefined ? [] : [{ ...part, booked: part.booked }]));
  const words = booked.map(({ transaction_id, booked: { by, reason } }) =>
    note(
      "mint",
      `${transaction_id} has the memo of a statement that was lost; that it is this one's is the word of ${by}: ${reason}`,
    ),
  );
  const batches = `${count(told, "mint")} told on topic ${topic.topicId} by the very batch that made it`;
  return [ok("mint", found), ...words, ...(told > 0 ? [ok("mint-message", batches)] : [])];
}

const isOf = ({ keys }: BundleTopic, origin: string): boolean => keys.some(({ name }) => name === origin);

type Part = z.output<typeof partsSchema>[number];

function requireMinted(part: Part, memo: string | undefined, entry: Members | undefined): void {
  const broken = (detail: string) => new BrokenLink("mint", `part ${part.part_no}, ${part.transaction_id}: ${detail}`);
  if (entry === undefined) throw broken(`${paths.mint} does not show it`);
  const transfers = Array.isArray(entry.token_transfers) ? entry.token_transfers.map(membersOf) : [];
  const own = transfers.filter(({ token_id }) => token_id === part.token_id).map(({ amount }) => String(amount));
  const gained = own.every((one) => /^-?\d+$/.test(one)) ? own.reduce((all, one) => all + BigInt(one), 0n) : undefined;
  if (entry.result !== "SUCCESS") throw broken(`its result on the ledger is ${String(entry.result)}`);
  if (entry.memo !== memo) throw broken(`its memo on the ledger is ${String(entry.memo)}, not ${memo}`);
  if (String(gained) !== part.amount) throw broken(`it minted ${gained} units, the records say ${part.amount}`);
}

/** What a unit is worth, the token says: it is one of the statement's own rulebook, vintage and unit. */
function requireToken(part: Part, tokens: readonly Members[], { json }: BundleChain["statement"]): void {
  const broken = (detail: string) => new BrokenLink("mint", `part ${part.part_no}, token ${part.token_id}: ${detail}`);
  const token = tokens.find(({ token_id, shown }) => token_id === part.token_id && shown === true);
  if (token === undefined) throw broken(`${paths.mint} does not show it`);
  const { rulebook, period, issuance } = json;
  const kind = { rulebook: rulebook.id, vintage: period.vintage, unitG: BigInt(issuance.unit_g) };
  const difference = tokenDifference(token, kind);
  if (difference !== undefined) throw broken(difference);
}

type Wanted = { readonly memo: string | undefined; readonly statement: Json | undefined; readonly topic: BundleTopic };

/** One batch (HIP-551) holds the mint and the message that tells it: the network ran both or neither. */
function requireTold(part: Part, mint: Members | undefined, told: Members | undefined, wanted: Wanted): void {
  const { memo, statement, topic } = wanted;
  const broken = (detail: string) =>
    new BrokenLink("mint-message", `part ${part.part_no}, ${part.message_transaction_id}: ${detail}`);
  const parent = told?.parent_consensus_timestamp;
  if (typeof parent !== "string" || parent !== mint?.parent_consensus_timestamp)
    throw broken(`it is not of one batch with ${part.transaction_id}`);
  const { message, topic_id } = membersOf(told?.message);
  const read = typeof message === "string" ? decodeMessage(Buffer.from(message, "base64")) : undefined;
  if (topic_id !== topic.topicId || read?.type !== "issuance" || !isOf(topic, read.origin))
    throw broken(`it tells no mint on topic ${topic.topicId}`);
  const says = [read.memo, String(read.amount), read.tokenId, bytesToHex(read.commitment)];
  const should = [memo, part.amount, part.token_id, statement];
  const names = ["memo", "amount", "token", "statement"];
  const other = says.findIndex((one, i) => one !== should[i]);
  if (other >= 0) throw broken(`its ${names[other]} is ${says[other]}, the records say ${String(should[other])}`);
}

/** The facts of the ledger in the bundle are what a mirror shows now. @throws {BrokenLink}, {SourceUnavailable} */
export async function checkLive(bundle: OpenedBundle, topic: BundleTopic, mirrorUrl: string): Promise<Finding> {
  const mirror = createMirror({ url: mirrorUrl });
  try {
    for (const message of topic.messages) {
      const [shown] = await mirror.messagesAfter(topic.topicId, message.sequenceNumber - 1n, 1);
      const same =
        shown !== undefined && sameJson(messageJson(topic.topicId, shown), messageJson(topic.topicId, message));
      if (!same)
        throw new BrokenLink("mirror", `message ${message.sequenceNumber} is not the one that ${mirrorUrl} shows`);
    }
    if (bundle.has(paths.mint)) {
      const facts = membersOf(jsonIn(await bundle.read(paths.mint), paths.mint) as Json);
      const idsOf = (list: Json | undefined, name: string) =>
        Array.isArray(list) ? list.map((one) => String(membersOf(one)[name])) : [];
      const ids = idsOf(facts.transactions, "transaction_id");
      const told = idsOf(facts.messages, "transaction_id");
      const now = await mintJson(mirror, ids, idsOf(facts.tokens, "token_id"), told);
      if (canonicalText(now) !== canonicalText(facts as Json)) {
        throw new BrokenLink("mirror", `${paths.mint} is not what ${mirrorUrl} shows`);
      }
    }
  } catch (error) {
    if (!(error instanceof LedgerUnavailable || error instanceof Fault)) throw error;
    throw new SourceUnavailable(`${mirrorUrl}: ${error.message}`, error);
  }
  return ok("mirror", `every message and mint in the bundle is what ${mirrorUrl} shows`);
}
