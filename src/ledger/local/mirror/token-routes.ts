import { idText, textFromNs } from "../wire.ts";
import { type Condition, MirrorRefusal, notFound, type Page, Parameters } from "./parameters.ts";
import { entity, type MirrorRequest, pathNum, type Route, route } from "./route.ts";
import {
  airdropJson,
  balanceJson,
  holdingJson,
  nftEventJson,
  nftJson,
  scheduleJson,
  tokenJson,
  tokenRowJson,
} from "./token-shapes.ts";

/** Paths of tokens, serials, holdings, airdrops and schedules. */
export const tokenRoutes: readonly Route[] = [
  route("tokens", tokens),
  route(`tokens/${entity}`, token),
  route(`tokens/${entity}/balances`, tokenBalances),
  route(`tokens/${entity}/nfts`, tokenNfts),
  route(`tokens/${entity}/nfts/(\\d+)`, nft),
  route(`tokens/${entity}/nfts/(\\d+)/transactions`, nftTransactions),
  route(`accounts/${entity}/tokens`, accountTokens),
  route(`accounts/${entity}/nfts`, accountNfts),
  route(`accounts/${entity}/airdrops/(pending|outstanding)`, airdrops),
  route("schedules", schedules),
  route(`schedules/${entity}`, schedule),
];

const types: Readonly<Record<string, bigint | undefined>> = { FUNGIBLE_COMMON: 0n, NON_FUNGIBLE_UNIQUE: 1n };

function tokens({ lookups, search, path }: MirrorRequest): object {
  const parameters = new Parameters(search, ["account.id", "limit", "order", "token.id", "type"]);
  const page = parameters.page("asc");
  const conditions = parameters.entities("token.id", "num");
  const holder = parameters.entity("account.id");
  if (holder !== undefined) {
    const sql = "EXISTS (SELECT 1 FROM holding WHERE token_num = num AND account_num = ? AND created_ns <= ?)";
    conditions.push({ sql, values: [holder, lookups.asOfNs] });
  }
  const type = parameters.one("type")?.toUpperCase();
  if (type !== undefined && type !== "ALL") {
    const isNft = types[type];
    if (isNft === undefined) throw new MirrorRefusal(400, "Invalid parameter: type");
    conditions.push({ sql: "is_nft = ?", values: [isNft] });
  }
  const rows = lookups.tokens.tokens(conditions, page);
  const next = nextPage(parameters, path, page, rows, "token.id", (row) => idText(row.num));
  return { links: { next }, tokens: rows.map(tokenRowJson) };
}

/** Null on the last page. */
function nextPage<Row>(
  parameters: Parameters,
  path: string,
  page: Page,
  rows: readonly Row[],
  name: string,
  place: (row: Row) => string,
): string | null {
  const last = rows.length === page.limit ? rows.at(-1) : undefined;
  return last === undefined ? null : parameters.next(path, page, name, place(last));
}

function knownToken({ lookups }: MirrorRequest, id: string | undefined) {
  const row = lookups.tokens.token(pathNum(id, "tokenId"));
  if (row === undefined) throw notFound();
  return row;
}

function token(request: MirrorRequest, [id]: readonly string[]): object {
  new Parameters(request.search, []);
  return tokenJson(knownToken(request, id));
}

function tokenBalances(request: MirrorRequest, [id]: readonly string[]): object {
  const { lookups, search, path } = request;
  const parameters = new Parameters(search, ["account.id", "limit", "order"]);
  const page = parameters.page("desc");
  const known = knownToken(request, id);
  const conditions = [
    { sql: "token_num = ?", values: [known.num] },
    ...parameters.entities("account.id", "account_num"),
  ];
  const rows = lookups.tokens.holdings(conditions, "account_num", page);
  const next = nextPage(parameters, path, page, rows, "account.id", (row) => idText(row.accountNum));
  return {
    balances: rows.map((row) => balanceJson(row, known)),
    links: { next },
    timestamp: textFromNs(lookups.asOfNs),
  };
}

function tokenNfts({ lookups, search, path }: MirrorRequest, [id]: readonly string[]): object {
  const parameters = new Parameters(search, ["account.id", "limit", "order", "serialnumber"]);
  const page = parameters.page("desc");
  const conditions: Condition[] = [
    { sql: "token_num = ?", values: [pathNum(id, "tokenId")] },
    ...parameters.numbers("serialnumber", "serial"),
    ...parameters.entities("account.id", "owner_num"),
  ];
  const rows = lookups.tokens.nfts(conditions, page);
  const next = nextPage(parameters, path, page, rows, "serialnumber", (row) => String(row.serial));
  return { links: { next }, nfts: rows.map(nftJson) };
}

function oneSerial([id, serial]: readonly string[]): Condition {
  if (!/^\d{1,18}$/.test(serial ?? "")) throw new MirrorRefusal(400, "Invalid parameter: serialNumber");
  return { sql: "token_num = ? AND serial = ?", values: [pathNum(id, "tokenId"), BigInt(serial ?? 0)] };
}

function nft({ lookups, search }: MirrorRequest, groups: readonly string[]): object {
  new Parameters(search, []);
  const [row] = lookups.tokens.nfts([oneSerial(groups)], { limit: 1, order: "asc" });
  if (row === undefined) throw notFound();
  return nftJson(row);
}

function nftTransactions({ lookups, search, path }: MirrorRequest, groups: readonly string[]): object {
  const parameters = new Parameters(search, ["limit", "order", "timestamp"]);
  const page = parameters.page("desc");
  const conditions = [oneSerial(groups), ...parameters.times("timestamp", "consensus_ns")];
  const rows = lookups.tokens.nftEvents(conditions, page);
  const next = nextPage(parameters, path, page, rows, "timestamp", (row) => textFromNs(row.consensusNs));
  return { links: { next }, transactions: rows.map(nftEventJson) };
}

function knownAccount({ lookups }: MirrorRequest, id: string | undefined): bigint {
  const row = lookups.account(pathNum(id, "idOrAliasOrEvmAddress"));
  if (row === undefined) throw notFound();
  return row.num;
}

function accountTokens(request: MirrorRequest, [id]: readonly string[]): object {
  const { lookups, search, path } = request;
  const parameters = new Parameters(search, ["limit", "order", "token.id"]);
  const page = parameters.page("asc");
  const mine = { sql: "account_num = ?", values: [knownAccount(request, id)] };
  const rows = lookups.tokens.holdings([mine, ...parameters.entities("token.id", "token_num")], "token_num", page);
  const next = nextPage(parameters, path, page, rows, "token.id", (row) => idText(row.tokenNum));
  return { links: { next }, tokens: rows.map((row) => holdingJson(row, lookups.tokens.token(row.tokenNum))) };
}

/** All on one page: a serial's place is its token and its number, which one link cannot say. */
function accountNfts(request: MirrorRequest, [id]: readonly string[]): object {
  const { lookups, search } = request;
  const parameters = new Parameters(search, ["limit", "order", "serialnumber", "token.id"]);
  const conditions = [
    { sql: "owner_num = ?", values: [knownAccount(request, id)] },
    ...parameters.entities("token.id", "token_num"),
    ...parameters.numbers("serialnumber", "serial"),
  ];
  return { links: { next: null }, nfts: lookups.tokens.nfts(conditions, parameters.page("desc")).map(nftJson) };
}

function airdrops(request: MirrorRequest, [id, state]: readonly string[]): object {
  const isPending = state === "pending";
  const other = isPending ? "sender.id" : "receiver.id";
  const parameters = new Parameters(request.search, ["limit", "order", other, "token.id"]);
  const conditions = [
    { sql: `${isPending ? "receiver_num" : "sender_num"} = ?`, values: [knownAccount(request, id)] },
    ...parameters.entities(other, isPending ? "sender_num" : "receiver_num"),
    ...parameters.entities("token.id", "token_num"),
  ];
  const rows = request.lookups.tokens.airdrops(conditions, parameters.page("asc"));
  return { airdrops: rows.map(airdropJson), links: { next: null } };
}

function schedules({ lookups, search, path }: MirrorRequest): object {
  const parameters = new Parameters(search, ["account.id", "limit", "order", "schedule.id"]);
  const page = parameters.page("asc");
  const conditions = [
    ...parameters.entities("schedule.id", "num"),
    ...parameters.entities("account.id", "creator_num"),
  ];
  const rows = lookups.tokens.schedules(conditions, page);
  const next = nextPage(parameters, path, page, rows, "schedule.id", (row) => idText(row.num));
  return { links: { next }, schedules: rows.map((row) => scheduleJson(row, lookups.tokens.signatures(row))) };
}

function schedule({ lookups, search }: MirrorRequest, [id]: readonly string[]): object {
  new Parameters(search, []);
  const condition = { sql: "num = ?", values: [pathNum(id, "scheduleId")] };
  const [row] = lookups.tokens.schedules([condition], { limit: 1, order: "asc" });
  if (row === undefined) throw notFound();
  return scheduleJson(row, lookups.tokens.signatures(row));
}
