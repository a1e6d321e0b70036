import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LedgerUnavailable, type Mirror } from "../../src/ledger/ledger.ts";
import { createMirror, defaultMirrorUrl } from "../../src/ledger/mirror.ts";

/** What the server answers next; `body` undefined answers nothing at all. */
type Answer = { status: number; body: string | undefined; headers?: Record<string, string> };

let server: Server;
let mirror: Mirror;
let answer: Answer;
let requests: Pick<IncomingMessage, "url" | "headers" | "method">[];

beforeEach(async () => {
  answer = { status: 200, body: "{}" };
  requests = [];
  server = createServer((request, response) => {
    requests.push(request);
    if (answer.body !== undefined) response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  mirror = createMirror({ url: `http://127.0.0.1:${port}/`, requestTimeoutMs: 300 });
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A message as the public testnet mirror shows it: topic 0.0.4603900, sequence number 1, chunk_info added. */
const message = {
  chunk_info: {
    initial_transaction_id: {
      account_id: "0.0.2617920",
      nonce: 0,
      scheduled: false,
      transaction_valid_start: "1683553050.000000042",
    },
    number: 1,
    total: 1,
  },
  consensus_timestamp: "1683553059.977315003",
  message: "TWVzc2FnZSAx",
  payer_account_id: "0.0.2617920",
  running_hash: "vKnW8bYSjhYtHtMNOJWrkfyv77kKc4EREDycKE2L37aU0SYlx+g6HB9ah7CTFSxl",
  running_hash_version: 3,
  sequence_number: 1,
  topic_id: "0.0.4603900",
};

const treasury = { tokenId: "0.0.2002", treasuryAccountId: "0.0.5" };

const calls: readonly [string, (mirror: Mirror) => Promise<unknown>, unknown][] = [
  ["watermark", (from) => from.watermark(), undefined],
  ["transactions", (from) => from.transactions("0.0.5@1.000000042"), []],
  ["nodes", (from) => from.nodes(), []],
  ["topic", (from) => from.topic("0.0.2002"), undefined],
  ["messagesAfter", (from) => from.messagesAfter("0.0.2002", 0n, 100), []],
  ["newestMessage", (from) => from.newestMessage("0.0.2002"), undefined],
  ["token", (from) => from.token("0.0.2002"), undefined],
  ["mints", (from) => from.mints(treasury, undefined, 100), []],
  ["treasuryEntries", (from) => from.treasuryEntries(treasury, undefined, 100), []],
  ["tokenCreations", (from) => from.tokenCreations("0.0.5", undefined, 100), []],
  ["tokensOf", (from) => from.tokensOf("0.0.5", undefined, 100), []],
  ["entryAt", (from) => from.entryAt("1683553059.977315003"), undefined],
  ["nfts", (from) => from.nfts("0.0.2002", 0n, 100), []],
  ["nft", (from) => from.nft("0.0.2002", 1n), undefined],
  ["tokenBalance", (from) => from.tokenBalance("0.0.5", "0.0.2002"), undefined],
  ["pendingAirdrops", (from) => from.pendingAirdrops("0.0.5"), []],
  ["account", (from) => from.account("0.0.5"), undefined],
  ["schedule", (from) => from.schedule("0.0.2002"), undefined],
];

describe.each(calls)("%s", (_name, call, nothing) => {
  test("is one GET that asks every cache to stand aside", async () => {
    answer.status = 404;
    await call(mirror);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: "GET", headers: { "cache-control": "no-cache" } });
  });

  test("finds nothing where the mirror has nothing", async () => {
    answer.status = 404;
    expect(await call(mirror)).toEqual(nothing);
  });

  test.each([500, 503, 429, 400, 301])("is unavailable when the mirror answers %i", async (status) => {
    answer.status = status;
    await expect(call(mirror)).rejects.toThrow(LedgerUnavailable);
  });

  test.each(["", "<html>", "[]", '{"unexpected":1}'])("is unavailable when the answer is %j", async (body) => {
    answer.body = body;
    await expect(call(mirror)).rejects.toThrow(LedgerUnavailable);
  });

  test("is unavailable when no answer comes in time", async () => {
    answer.body = undefined;
    await expect(call(mirror)).rejects.toThrow(LedgerUnavailable);
  });

  test("is unavailable when nothing listens", async () => {
    const gone = createMirror({ url: "http://127.0.0.1:1" });
    await expect(call(gone)).rejects.toThrow(LedgerUnavailable);
  });
});

describe("a mirror that asks to be left alone", () => {
  const inAWhile = () => new Date(Date.now() + 60_000).toUTCString();

  test.each([
    ["429 and a time", 429, () => "60"],
    ["429 and a date", 429, inAWhile],
    ["429 and for ever", 429, () => "999999999"],
    ["503 and a time", 503, () => "60"],
  ])("with %s is asked by no read until then", async (_, status, after) => {
    answer = { status, body: "{}", headers: { "retry-after": after() } };
    for (const [, call] of calls) await expect(call(mirror)).rejects.toThrow(LedgerUnavailable);
    expect(requests).toHaveLength(1);
  });

  test("is asked again then", async () => {
    answer = { status: 429, body: "{}", headers: { "retry-after": "1" } };
    await expect(mirror.topic("0.0.2002")).rejects.toThrow("the mirror takes no more requests for 1 s");
    answer = { status: 200, body: JSON.stringify(message) };
    await expect(mirror.messageAt("1683553059.977315003")).rejects.toThrow("takes no more requests");
    await pause(1_050);
    expect(await mirror.messageAt("1683553059.977315003")).toMatchObject({ sequenceNumber: 1n });
    expect(requests).toHaveLength(2);
  });

  test("for less time than a call may take is waited for, so that a list of many pages comes to its end", async () => {
    answer = { status: 429, body: "{}", headers: { "retry-after": "0" } };
    const read = mirror.messageAt("1683553059.977315003");
    await expect.poll(() => requests.length).toBe(1);
    answer = { status: 200, body: JSON.stringify(message) };
    expect(await read).toMatchObject({ sequenceNumber: 1n });
    expect(requests).toHaveLength(2);
  });

  test("without a time is asked a few times, not without a pause, until the call is given up", async () => {
    answer = { status: 429, body: "{}" };
    await expect(mirror.watermark()).rejects.toThrow("takes no more requests");
    expect(requests).toHaveLength(1);
  });
});

describe("the watermark", () => {
  test("is the end of the newest block", async () => {
    answer.body = JSON.stringify({ blocks: [{ timestamp: { from: "1.000000000", to: "1683553060.092158003" } }] });
    expect(await mirror.watermark()).toBe("1683553060.092158003");
    expect(requests[0]?.url).toBe("/api/v1/blocks?order=desc&limit=1");
  });

  test.each([
    ["no block", []],
    ["an open block", [{ timestamp: { from: "1.000000000", to: null } }]],
  ])("is unknown with %s", async (_case, blocks) => {
    answer.body = JSON.stringify({ blocks });
    expect(await mirror.watermark()).toBeUndefined();
  });
});

describe("transactions of an id", () => {
  const entry = {
    transaction_id: "0.0.5-1683553050-000000042",
    consensus_timestamp: "1683553059.977315003",
    result: "SUCCESS",
    entity_id: "0.0.2002",
    scheduled: false,
    nonce: 0,
    name: "TOKENMINT",
    memo_base64: "ZGlnZXN0",
    node: "0.0.3",
    parent_consensus_timestamp: null,
    transaction_hash: "AQID",
    charged_tx_fee: 83333,
    token_transfers: [{ token_id: "0.0.2002", account: "0.0.5", amount: 7000, is_approval: false }],
    nft_transfers: [
      {
        token_id: "0.0.2002",
        serial_number: 3,
        sender_account_id: null,
        receiver_account_id: "0.0.5",
        is_approval: false,
      },
    ],
  };

  test("come with their results, duplicates and children too, told apart by suffix", async () => {
    answer.body = JSON.stringify({
      transactions: [
        entry,
        { ...entry, result: "DUPLICATE_TRANSACTION", entity_id: null },
        { ...entry, scheduled: true },
        { ...entry, nonce: 1 },
      ],
    });
    const found = await mirror.transactions("0.0.5@1683553050.000000042");
    expect(requests[0]?.url).toBe("/api/v1/transactions/0.0.5-1683553050-000000042");
    expect(found[0]).toEqual({
      transactionId: "0.0.5@1683553050.000000042",
      consensusTimestamp: "1683553059.977315003",
      result: "SUCCESS",
      entityId: "0.0.2002",
      name: "TOKENMINT",
      memo: "digest",
      payerAccountId: "0.0.5",
      nodeAccountId: "0.0.3",
      scheduled: false,
      nonce: 0,
      parentConsensusTimestamp: undefined,
      transactionHash: "010203",
      chargedFee: 83333n,
      tokenTransfers: [{ tokenId: "0.0.2002", accountId: "0.0.5", amount: 7000n }],
      nftTransfers: [{ tokenId: "0.0.2002", serial: 3n, senderAccountId: undefined, receiverAccountId: "0.0.5" }],
    });
    expect(found[1]).toMatchObject({ result: "DUPLICATE_TRANSACTION", entityId: undefined });
    expect(found.slice(2).map((child) => child.transactionId)).toEqual([
      "0.0.5@1683553050.000000042?scheduled",
      "0.0.5@1683553050.000000042/1",
    ]);
  });
});

describe("a topic", () => {
  const topic = { topic_id: "0.0.2002", memo: "origin", created_timestamp: "1683553050.000000042", deleted: false };

  test("comes with memo and keys as hex", async () => {
    answer.body = JSON.stringify({ ...topic, submit_key: { _type: "ED25519", key: "ab" }, admin_key: null });
    expect(await mirror.topic("0.0.2002")).toEqual({
      topicId: "0.0.2002",
      memo: "origin",
      submitKey: "ab",
      adminKey: undefined,
      deleted: false,
      createdTimestamp: "1683553050.000000042",
    });
  });
});

describe("messages", () => {
  test("of a page come as bytes, with their transaction id", async () => {
    answer.body = JSON.stringify({ links: { next: null }, messages: [message] });
    const [first] = await mirror.messagesAfter("0.0.4603900", 0n, 100);
    expect(requests[0]?.url).toBe("/api/v1/topics/0.0.4603900/messages?sequencenumber=gt:0&limit=100&order=asc");
    expect(first).toEqual({
      sequenceNumber: 1n,
      consensusTimestamp: "1683553059.977315003",
      message: new TextEncoder().encode("Message 1"),
      runningHash: new Uint8Array(Buffer.from(message.running_hash, "base64")),
      runningHashVersion: 3,
      payerAccountId: "0.0.2617920",
      transactionId: "0.0.2617920@1683553050.000000042",
    });
  });

  test.each([null, undefined, { number: 1, total: 1, initial_transaction_id: null }])(
    "with chunk_info %j have no transaction id",
    async (chunkInfo) => {
      answer.body = JSON.stringify({ messages: [{ ...message, chunk_info: chunkInfo }] });
      expect((await mirror.newestMessage("0.0.4603900"))?.transactionId).toBeUndefined();
      expect(requests[0]?.url).toBe("/api/v1/topics/0.0.4603900/messages?limit=1&order=desc");
    },
  );

  test("keep sequence numbers exact beyond 2^53, in questions and answers", async () => {
    const page = JSON.stringify({ messages: [message] });
    answer.body = page.replace('"sequence_number":1', '"sequence_number":9223372036854775807');
    const [first] = await mirror.messagesAfter("0.0.4603900", 9223372036854775806n, 5);
    expect(first?.sequenceNumber).toBe(9223372036854775807n);
    expect(requests[0]?.url).toContain("sequencenumber=gt:9223372036854775806&limit=5");
  });

  test("are never asked for by more than a page holds", async () => {
    answer.body = JSON.stringify({ messages: [] });
    await mirror.messagesAfter("0.0.4603900", 0n, 1000);
    expect(requests[0]?.url).toContain("limit=100");
  });
});

describe("what is no id", () => {
  test.each(["0.0.1/../2", "", "0.0"])("such as %j never reaches a mirror", async (text) => {
    await expect(mirror.topic(text)).rejects.toThrow();
    await expect(mirror.newestMessage(text)).rejects.toThrow();
    await expect(mirror.transactions(text)).rejects.toThrow();
    expect(requests).toHaveLength(0);
  });
});

describe("mints of a token", () => {
  const mint = (at: number, tokenId: string, amount: number | string) =>
    `{"transaction_id":"0.0.5-${at}-000000000","consensus_timestamp":"${at}.000000001","result":"SUCCESS",
      "entity_id":"${tokenId}","name":"TOKENMINT","memo_base64":"/w==","node":null,"scheduled":true,"nonce":0,
      "parent_consensus_timestamp":null,"transaction_hash":"AQID","charged_tx_fee":1,
      "token_transfers":[{"token_id":"${tokenId}","account":"0.0.5","amount":${amount},"is_approval":false}],
      "nft_transfers":[]}`;
  const page = (next: string | null, ...mints: string[]) =>
    `{"transactions":[${mints.join()}],"links":{"next":${JSON.stringify(next)}}}`;

  test("are read page after page, empty ones too, leaving out other tokens, with exact amounts", async () => {
    const next = "/api/v1/transactions?account.id=0.0.5&timestamp=gt:";
    const pages = [
      page(`${next}2`, mint(1, "0.0.2002", 5), mint(2, "0.0.3003", 6)),
      page(`${next}3`),
      page(null, mint(4, "0.0.2002", "9223372036854775807")),
    ];
    server.on("request", () => {
      answer.body = pages[requests.length] ?? "";
    });
    answer.body = pages[0];
    const found = await mirror.mints(treasury, "0.000000007", 100);
    expect(found.map(({ transactionId, amount, memo }) => [transactionId, amount, memo])).toEqual([
      ["0.0.5@1.000000000?scheduled", 5n, undefined],
      ["0.0.5@4.000000000?scheduled", 9223372036854775807n, undefined],
    ]);
    expect(requests.map(({ url }) => url)).toEqual([
      "/api/v1/transactions?account.id=0.0.5&result=success&order=asc&limit=100&transactiontype=TOKENMINT&timestamp=gt:0.000000007",
      `${next}2`,
      `${next}3`,
    ]);
  });

  test("end at the limit, and at a page that leads to itself", async () => {
    const own = "/api/v1/transactions?account.id=0.0.5&result=success&order=asc&limit=100&transactiontype=TOKENMINT";
    answer.body = page(own, mint(1, "0.0.2002", 5), mint(2, "0.0.2002", 6));
    expect(await mirror.mints(treasury, undefined, 1)).toHaveLength(1);
    answer.body = page(own);
    expect(await mirror.mints(treasury, undefined, 1)).toEqual([]);
  });
});

describe("a token's keys", () => {
  const token = {
    token_id: "0.0.2002",
    type: "FUNGIBLE_COMMON",
    name: "n",
    symbol: "s",
    memo: "",
    decimals: "3",
    total_supply: "18446744073709551615",
    max_supply: "0",
    supply_type: "INFINITE",
    treasury_account_id: "0.0.5",
    admin_key: null,
    deleted: false,
    created_timestamp: "1683553050.000000042",
  };
  const raw = "ab".repeat(32);
  const member = `1220${raw}`;

  test.each([
    ["one key", { _type: "ED25519", key: raw }, raw],
    ["one key in protobuf", { _type: "ProtobufEncoded", key: member }, raw],
    [
      "a list",
      { _type: "ProtobufEncoded", key: `3248${`0a22${member}`.repeat(2)}` },
      { threshold: 2, keys: [raw, raw] },
    ],
    [
      "one of two",
      { _type: "ProtobufEncoded", key: `2a4c08011248${`0a22${member}`.repeat(2)}` },
      { threshold: 1, keys: [raw, raw] },
    ],
    ["nobody's list", { _type: "ProtobufEncoded", key: "3200" }, { threshold: 0, keys: [] }],
    ["a contract", { _type: "ProtobufEncoded", key: "0a021805" }, "0a021805"],
    ["none", null, undefined],
  ])("read %s", async (_name, key, expected) => {
    answer.body = JSON.stringify({ ...token, supply_key: key });
    expect(await mirror.token("0.0.2002")).toMatchObject({ supplyKey: expected, maxSupply: undefined });
  });

  test("that are cut short make the answer unavailable", async () => {
    answer.body = JSON.stringify({ ...token, supply_key: { _type: "ProtobufEncoded", key: "1220ab" } });
    await expect(mirror.token("0.0.2002")).rejects.toThrow(LedgerUnavailable);
  });
});

describe("the default mirror", () => {
  test("is the public one over HTTPS, and none on the local ledger", () => {
    for (const network of ["mainnet", "testnet", "previewnet"] as const) {
      expect(defaultMirrorUrl(network)).toMatch(/^https:\/\/[a-z-]+\.mirrornode\.hedera\.com$/);
    }
    expect(defaultMirrorUrl("local")).toBeUndefined();
  });
});

test("lists are read on from a mirror that gives fewer at a time than it is asked for", async () => {
  const nft = { token_id: "0.0.2002", metadata: "", account_id: "0.0.5", deleted: false };
  server.removeAllListeners("request").on("request", ({ url = "" }, response) => {
    const after = Number(/number=gt:(\d+)/.exec(url)?.[1]);
    const numbers = [1, 2, 3, 4, 5].filter((number) => number > after).slice(0, 2);
    const last = numbers.at(-1) ?? 5;
    const messages = numbers.map((number) => ({ ...message, sequence_number: number }));
    const nfts = numbers.map((number) => ({ ...nft, serial_number: number, created_timestamp: "1.000000001" }));
    const next = last === 5 ? null : url.replace(/number=gt:\d+/, `number=gt:${last}`);
    response.end(JSON.stringify({ messages, nfts, links: { next } }));
  });
  const numbersFrom = async (after: bigint, limit: number) =>
    (await mirror.messagesAfter("0.0.4603900", after, limit)).map(({ sequenceNumber }) => sequenceNumber);
  expect(await numbersFrom(0n, 100)).toEqual([1n, 2n, 3n, 4n, 5n]);
  expect(await numbersFrom(1n, 3)).toEqual([2n, 3n, 4n]);
  expect((await mirror.nfts("0.0.2002", 0n, 100)).map(({ serial }) => serial)).toEqual([1n, 2n, 3n, 4n, 5n]);
});

test("pages that lead in a circle are no list: neither read on for ever nor taken for all there is", async () => {
  server.removeAllListeners("request").on("request", ({ url = "" }, response) => {
    const next = `/api/v1/topics/0.0.2002/messages?page=${url.endsWith("page=1") ? 2 : 1}`;
    response.end(JSON.stringify({ messages: [], links: { next } }));
  });
  await expect(mirror.messagesAfter("0.0.2002", 0n, 100)).rejects.toThrow(/lead in a circle/);
});

test.each<[string, (page: number) => object]>([
  ["without a message", () => ({ messages: [] })],
  ["with the same message each", () => ({ messages: [message] })],
  ["that fall back behind those before", (page) => ({ messages: [{ ...message, sequence_number: 9 - page }] })],
])("pages %s that each have a new next one come to an end, with an error that names them", async (_what, body) => {
  let pages = 0;
  server.removeAllListeners("request").on("request", (_request, response) => {
    const next = `/api/v1/topics/0.0.2002/messages?page=${++pages}`;
    response.end(JSON.stringify({ ...body(pages), links: { next } }));
  });
  const reading = mirror.messagesAfter("0.0.2002", 0n, 100);
  await expect(reading).rejects.toThrow(/^the mirror's pages have no end: \d+ were read.*topics\/0\.0\.2002/);
  await expect(reading).rejects.toBeInstanceOf(LedgerUnavailable);
  expect(pages).toBeLessThanOrEqual(1_000);
});

test("a list whose pages are empty for years is read to what stands at its end", async () => {
  let pages = 0;
  server.removeAllListeners("request").on("request", (_request, response) => {
    const next = ++pages < 200 ? `/api/v1/topics/0.0.2002/messages?page=${pages}` : null;
    response.end(JSON.stringify({ messages: next === null ? [message] : [], links: { next } }));
  });
  expect(await mirror.messagesAfter("0.0.2002", 0n, 100)).toHaveLength(1);
});

test("an answer without end is given up before it fills the memory", async () => {
  let sent = 0;
  server.removeAllListeners("request").on("request", (_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1_048_576, " "))) sent++;
    };
    response.writeHead(200).on("drain", more);
    more();
  });
  const { port } = server.address() as AddressInfo;
  const patient = createMirror({ url: `http://127.0.0.1:${port}`, requestTimeoutMs: 60_000 });
  const failure = await patient.watermark().catch((error: unknown) => error);
  expect((failure as Error).cause).toMatchObject({ message: expect.stringMatching(/longer than \d+ bytes/) });
  expect(sent).toBeLessThan(100);
});
