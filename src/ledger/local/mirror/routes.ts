import { idText, nsFromText, nsPerS, textFromNs } from "../wire.ts";
import { blockJson } from "./blocks.ts";
import { type Condition, MirrorRefusal, notFound, type Page, Parameters } from "./parameters.ts";
import type { MirrorReader } from "./reader.ts";
import { entity, type MirrorRequest, pathNum, type Route, route } from "./route.ts";
import { accountJson, messageJson, nodeJson, topicJson, transactionJson } from "./shapes.ts";
import { tokenRoutes } from "./token-routes.ts";

const routes: readonly Route[] = [
  route(`topics/${entity}`, topic),
  route(`topics/${entity}/messages`, messages),
  route(`topics/${entity}/messages/([^/]+)`, messageBySequence),
  route("topics/messages/([^/]+)", messageByTime),
  route("transactions", transactions),
  route("transactions/([^/]+)", transactionsById),
  route("blocks", blocks),
  route("blocks/([^/]+)", blockByNumber),
  route(`accounts/${entity}`, account),
  route("balances", balances),
  ...tokenRoutes,
  route("network/nodes", nodes),
];

/** Answers one GET. @throws MirrorRefusal */
export function answerMirror(request: MirrorRequest): object {
  for (const { pattern, answer } of routes) {
    const groups = pattern.exec(request.path);
    if (groups !== null) return answer(request, groups.slice(1));
  }
  throw notFound();
}

function topic({ lookups, search }: MirrorRequest, [id]: readonly string[]): object {
  new Parameters(search, []);
  const row = lookups.topic(pathNum(id, "topicId"));
  if (row === undefined) throw notFound();
  return topicJson(row);
}

function messages({ lookups, search, path }: MirrorRequest, [id]: readonly string[]): object {
  const parameters = new Parameters(search, ["limit", "order", "sequencenumber", "timestamp", "encoding"]);
  const page = parameters.page("asc");
  const conditions: Condition[] = [
    { sql: "topic_num = ?", values: [pathNum(id, "topicId")] },
    ...parameters.numbers("sequencenumber", "sequence"),
    ...parameters.times("timestamp", "consensus_ns"),
  ];
  const rows = lookups.messages(conditions, page);
  const last = rows.length === page.limit ? rows.at(-1) : undefined;
  const next = last === undefined ? null : parameters.next(path, page, "sequencenumber", String(last.sequence));
  return { links: { next }, messages: rows.map(messageJson) };
}

function messageBySequence({ lookups, search }: MirrorRequest, [id, sequence]: readonly string[]): object {
  new Parameters(search, []);
  const topicNum = pathNum(id, "topicId");
  if (!/^\d{1,18}$/.test(sequence ?? "")) throw new MirrorRefusal(400, "Invalid parameter: sequencenumber");
  const condition = { sql: "topic_num = ? AND sequence = ?", values: [topicNum, BigInt(sequence ?? 0)] };
  return oneMessage(lookups, condition);
}

function messageByTime({ lookups, search }: MirrorRequest, [time]: readonly string[]): object {
  new Parameters(search, []);
  const ns = nsFromText(time ?? "");
  if (ns === undefined) throw new MirrorRefusal(400, "Invalid parameter: timestamp");
  return oneMessage(lookups, { sql: "consensus_ns = ?", values: [ns] });
}

function oneMessage(lookups: MirrorReader, condition: Condition): object {
  const [row] = lookups.messages([condition], { limit: 1, order: "asc" });
  if (row === undefined) throw notFound();
  return messageJson(row);
}

function transactions({ lookups, search, path }: MirrorRequest): object {
  const parameters = new Parameters(search, ["account.id", "limit", "order", "result", "timestamp", "transactiontype"]);
  const page = parameters.page("desc");
  const conditions = parameters.times("timestamp", "consensus_ns");
  const accountNum = parameters.entity("account.id");
  if (accountNum !== undefined) conditions.push(movedBy(accountNum));
  const kinds = parameters.names("transactiontype");
  if (kinds.length > 0) {
    conditions.push({ sql: `upper(kind) IN (${kinds.map(() => "?").join()})`, values: [...kinds] });
  }
  const result = parameters.one("result");
  if (result !== undefined && result !== "success" && result !== "fail") {
    throw new MirrorRefusal(400, "Invalid parameter: result");
  }
  if (result !== undefined) conditions.push({ sql: `result ${result === "fail" ? "<>" : "="} 'SUCCESS'`, values: [] });
  const rows = lookups.entries(conditions, page);
  const last = rows.length === page.limit ? rows.at(-1) : undefined;
  const next = last === undefined ? null : parameters.next(path, page, "timestamp", textFromNs(last.consensusNs));
  return { links: { next }, transactions: rows.map((row) => transactionJson(row, lookups.moves(row))) };
}

/** Entries that changed an account's hbar or units. Serials are not asked, as on the public mirror. */
function movedBy(accountNum: bigint): Condition {
  const here = "account_num = ? AND moved.consensus_ns = entry.consensus_ns";
  return {
    sql: `(EXISTS (SELECT 1 FROM transfer AS moved WHERE ${here})
      OR EXISTS (SELECT 1 FROM token_transfer AS moved WHERE ${here}))`,
    values: [accountNum, accountNum],
  };
}

function transactionsById({ lookups, search }: MirrorRequest, [id]: readonly string[]): object {
  const parameters = new Parameters(search, ["nonce", "scheduled"]);
  const match = /^0\.0\.(\d{1,18})-(\d{1,10})-(\d{9})$/.exec(id ?? "");
  if (match === null)
    throw new MirrorRefusal(400, 'Invalid Transaction id. Please use "shard.realm.num-sss-nnn" format');
  const [, payer = "", seconds = "", nanos = ""] = match;
  const validStartNs = BigInt(seconds) * nsPerS + BigInt(nanos);
  const conditions: Condition[] = [
    { sql: "payer_num = ? AND valid_start_ns = ?", values: [BigInt(payer), validStartNs] },
  ];
  const nonce = parameters.whole("nonce");
  if (nonce !== undefined) conditions.push({ sql: "nonce = ?", values: [nonce] });
  const scheduled = parameters.flag("scheduled");
  if (scheduled !== undefined) conditions.push({ sql: "scheduled = ?", values: [scheduled ? 1n : 0n] });
  const rows = lookups.entries(conditions, { limit: 1000, order: "asc" });
  if (rows.length === 0) throw notFound();
  return {
    transactions: rows.map((row) => ({ ...transactionJson(row, lookups.moves(row)), assessed_custom_fees: [] })),
  };
}

function blocks(request: MirrorRequest): object {
  const parameters = new Parameters(request.search, ["limit", "order"]);
  const page = parameters.page("desc");
  const newest = request.blocks.newest(request.blockReader.asOfNs);
  const count = Math.min(page.limit, Number(newest) + 1);
  const numbers = Array.from({ length: Math.max(0, count) }, (_, i) =>
    page.order === "desc" ? newest - BigInt(i) : BigInt(i),
  );
  return { blocks: numbers.map((number) => oneBlock(request, number)), links: { next: null } };
}

function blockByNumber(request: MirrorRequest, [text]: readonly string[]): object {
  new Parameters(request.search, []);
  if (!/^\d{1,15}$/.test(text ?? "")) throw new MirrorRefusal(400, "Invalid parameter: hashOrNumber");
  const number = BigInt(text ?? 0);
  if (number > request.blocks.newest(request.blockReader.asOfNs)) throw notFound();
  return oneBlock(request, number);
}

function oneBlock({ blocks: chain, blockReader }: MirrorRequest, number: bigint): object {
  const block = chain.block(number);
  return blockJson(block, chain.block(number - 1n), blockReader.countEntries(block.fromNs, block.toNs));
}

/** Most tokens that a balance names; an account's own list has them all. */
const tokensInBalance: Page = { limit: 50, order: "asc" };

function tokensOf({ lookups }: MirrorRequest, accountNum: bigint): object[] {
  const mine = { sql: "account_num = ?", values: [accountNum] };
  const rows = lookups.tokens.holdings([mine], "token_num", tokensInBalance);
  return rows.map((row) => ({ token_id: idText(row.tokenNum), balance: row.balance }));
}

function account(request: MirrorRequest, [id]: readonly string[]): object {
  const { lookups, search } = request;
  const parameters = new Parameters(search, ["transactions", "limit", "order"]);
  const row = lookups.account(pathNum(id, "idOrAliasOrEvmAddress"));
  if (row === undefined) throw notFound();
  const page = parameters.page("desc");
  const entries = parameters.flag("transactions") === false ? [] : lookups.entries([movedBy(row.num)], page);
  const shown = entries.map((entry) => transactionJson(entry, lookups.moves(entry)));
  const balance = {
    balance: lookups.balance(row),
    timestamp: textFromNs(lookups.asOfNs),
    tokens: tokensOf(request, row.num),
  };
  return { ...accountJson(row, balance, shown), links: { next: null } };
}

function balances(request: MirrorRequest): object {
  const { lookups, search, path } = request;
  const parameters = new Parameters(search, ["account.id", "limit", "order"]);
  const page = parameters.page("desc");
  const rows = lookups.accounts(parameters.entities("account.id", "num"), page);
  const last = rows.length === page.limit ? rows.at(-1) : undefined;
  return {
    balances: rows.map((row) => ({
      account: idText(row.num),
      balance: lookups.balance(row),
      tokens: tokensOf(request, row.num),
    })),
    links: { next: last === undefined ? null : parameters.next(path, page, "account.id", idText(last.num)) },
    timestamp: textFromNs(lookups.asOfNs),
  };
}

function nodes({ nodes: all, search, lookups }: MirrorRequest): object {
  new Parameters(search, ["limit", "order"]);
  const from = textFromNs(lookups.asOfNs);
  return { links: { next: null }, nodes: all.map((node, index) => nodeJson(node.num, index, node.address, from)) };
}
