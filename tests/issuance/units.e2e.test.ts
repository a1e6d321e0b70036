import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ChainCheck } from "../../src/audit/chain-check.ts";
import { prepare } from "../../src/bin/admin-console.ts";
import { canonicalBytes, sha256Hex } from "../../src/kernel/canonical.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import type { LedgerWork } from "../../src/ledger/ledger.ts";
import type { LocalLedger } from "../../src/ledger/local/node.ts";
import { createMirror } from "../../src/ledger/mirror.ts";
import { type BundleWorld, bundleWorld } from "../audit/bundle/world.ts";
import { audit, auditProgram } from "../audit/support.ts";
import { type Members, relink } from "../support/chain.ts";

let world: BundleWorld;
let folder: string;
let period: string;
let issuance: string;
let database: pg.Client;

/** Types of the events that tell the organisation of a transfer or retirement, oldest first. */
async function toldOf(id: string): Promise<string[]> {
  const { rows } = await database.query<{ type: string }>(
    "SELECT type FROM tenant_events WHERE org_id = 'pilot' AND body LIKE '%' || $1 || '%' ORDER BY event_no",
    [id],
  );
  return rows.map(({ type }) => type);
}

beforeAll(async () => {
  world = await bundleWorld();
  folder = await mkdtemp(join(tmpdir(), "hydro-units-"));
  database = new pg.Client({ connectionString: world.gateway.databaseUrl });
  await database.connect();
  period = await world.closedDay(1);
  issuance = await world.verified(period);
  await world.issued(issuance);
}, 60_000);
afterAll(async () => {
  await database.end();
  await world.gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

async function post(who: string, path: string, body: unknown, key?: string) {
  const response = await fetch(`${world.gateway.baseUrl}${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${world.keys[who]}`,
      "content-type": "application/json",
      ...(key !== undefined && { "idempotency-key": key }),
    },
    body: JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}

/** Without a key, as everybody. */
async function look(path: string) {
  const response = await fetch(`${world.gateway.baseUrl}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The operator on the ledger, beside the gateway's books. */
async function beside(work: LedgerWork): Promise<{ readonly transactionId: string; readonly accountId?: string }> {
  const local = world.gateway.localLedger as LocalLedger;
  const ledger = createHederaLedger({
    network: "local",
    operatorId: local.operator.accountId,
    operatorKey: local.operator.privateKeyDer,
    nodes: local.network,
    mirrorUrl: local.mirrorUrl,
  });
  const start = Math.floor(Date.now() / 1000) - 5;
  const transactionId = `${local.operator.accountId}@${start}.${String(Math.floor(Math.random() * 1e9)).padStart(9, "0")}`;
  const nodeAccountId = local.nodeAccountIds[0] as string;
  await ledger.send(await ledger.prepare(work, { transactionId, validDurationS: 60, nodeAccountId }));
  try {
    for (;;) {
      const report = await ledger.receipt(transactionId, nodeAccountId);
      if (report.outcome === "final") return { ...report, transactionId };
    }
  } finally {
    await ledger.close();
  }
}

/** An account of somebody else; `free`: how many tokens it takes unasked. */
async function newAccount(free: number): Promise<string> {
  const key = generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const create = { kind: "create-account", initialBalance: 0n, maxAutoAssociations: free, memo: "" } as const;
  return (await beside({ ...create, key: key.toString("hex") })).accountId as string;
}

const holding = async () => (await world.call("auditor", "GET", "/api/v1/holdings")).body.items[0];
const hostile = {
  name: `</bdi><script>alert("1")</script><img src=x onerror='x'>`,
  id: `"><a href="javascript:alert(1)">`,
  country: "DE",
};

describe("transfers over the API", () => {
  test("need an Idempotency-Key, are told as ordered, and arrive", async () => {
    const to_account = await newAccount(-1);
    const before = await holding();
    expect(before).toMatchObject({ free: before.minted, moving: "0", free_t: expect.stringMatching(/^\d+(\.\d+)?$/) });
    const path = `${issuance}/transfers`;
    const missing = await post("owner", path, { to_account, units: "10" });
    expect(missing).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: "Idempotency-Key", rule: "required" }] },
    });
    expect((await post("operator", path, { to_account, units: "10" }, "t-1")).status).toBe(403);
    const ordered = await post("owner", path, { to_account, units: "10" }, "t-1");
    expect(ordered).toMatchObject({ status: 202, body: { state: "ordered", hashscan_url: null } });
    expect(sha256Hex(new TextEncoder().encode(ordered.body.statement))).toBe(ordered.body.memo);
    const self = ordered.headers.get("location") as string;
    await expect
      .poll(async () => (await world.call("auditor", "GET", self)).body.state, { timeout: 20_000 })
      .toBe("done");
    const again = await post("owner", path, { to_account, units: "10" }, '"t-1"');
    expect(again).toMatchObject({ status: 200, body: { transfer_id: ordered.body.transfer_id, state: "done" } });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect((await post("owner", path, { to_account, units: "11" }, "t-1")).status).toBe(422);
    expect(await holding()).toMatchObject({ free: String(BigInt(before.free) - 10n), transferred: "10" });
    expect(await toldOf(ordered.body.transfer_id)).toEqual(["credits.transferred"]);
  });

  test("to an account without room wait there until they are claimed or recalled", async () => {
    const to_account = await newAccount(0);
    const { headers } = await post("owner", `${issuance}/transfers`, { to_account, units: "7" }, "t-2");
    const self = headers.get("location") as string;
    const state = async () => (await world.call("owner", "GET", self)).body.state;
    await expect.poll(state, { timeout: 20_000 }).toBe("pending_claim");
    expect((await post("owner", `${self}/recall`, {})).status).toBe(202);
    await expect.poll(state, { timeout: 20_000 }).toBe("cancelled");
    expect(await toldOf(self.split("/").at(-1) as string)).toEqual(["credits.waiting", "credits.returned"]);
    expect((await post("owner", `${self}/recall`, {})).status).toBe(200);
    expect(await holding()).toMatchObject({ moving: "0", transferred: "10" });
  });

  test("are listed page by page, oldest first", async () => {
    const path = `${issuance}/transfers`;
    const whole = (await world.call("owner", "GET", path)).body;
    expect([whole.items.length, whole.next_cursor]).toEqual([2, null]);
    const first = (await world.call("owner", "GET", `${path}?limit=1`)).body;
    const second = (await world.call("owner", "GET", `${path}?limit=1&cursor=${first.next_cursor}`)).body;
    expect([...first.items, ...second.items]).toEqual(whole.items);
    expect(second.next_cursor).toBeNull();
  });

  test.each([
    [{ to_account: "0.0.99999999", units: "1" }, 422, "account.unknown"],
    [{ to_account: "0.0.1001", units: "9223372036854775807" }, 422, undefined],
    [{ to_account: "0.0.1001", units: "9223372036854775808" }, 400, undefined],
    [{ to_account: "0.0.1001-aaaaa", units: "1" }, 400, undefined],
    [{ to_account: "0.0.1001", units: "0" }, 400, undefined],
    [{ to_account: "0.0.1001", units: 1 }, 400, undefined],
    [{ to_account: "0.0.1001", units: "ten" }, 400, undefined],
  ])("%j is refused with %d", async (body, status, rule) => {
    const answer = await post("owner", `${issuance}/transfers`, body, `bad-${JSON.stringify(body).length}-${status}`);
    expect(answer.status).toBe(status);
    if (rule !== undefined) expect(answer.body.rule).toBe(rule);
  });
});

const plainTags = "html head meta title style body main p h1 h2 bdi dl dt dd time code pre a".split(" ");

describe("retirements", () => {
  let self: string;
  let page: string;

  test("are ordered by the owner and done by the ledger; everybody may look, and learns what was disclosed", async () => {
    const body = {
      units: "1500",
      beneficiary: hostile,
      reason: "Scope 2 & <more>",
      use_period: { from: "2025-01-01", to: "2025-12-31" },
    };
    const ordered = await post("owner", `${issuance}/retirements`, body, "r-1");
    expect(ordered).toMatchObject({
      status: 202,
      body: { state: "ordered", label: "issued units, ordered to be retired" },
    });
    ({ self, page } = ordered.body.links);
    expect(ordered.headers.get("location")).toBe(self);
    const now = async () => JSON.parse((await look(self)).text);
    await expect.poll(async () => (await now()).state, { timeout: 20_000 }).toBe("done");
    const shown = await now();
    expect(shown).toMatchObject({
      ...{ label: "issued units, retired", units: "1500", tonnes: "1.5", rulebook: "acm0002-v22.0", vintage: 2025 },
      ...{ beneficiary: hostile, reason: body.reason, use_period: body.use_period, method: "burn", hashscan_url: null },
    });
    expect(sha256Hex(new TextEncoder().encode(shown.statement))).toBe(shown.statement_sha256);
    const text = JSON.stringify(shown);
    for (const secret of ["pilot", "PLANT-HP-001", issuance.split("/").at(-1) as string])
      expect(text).not.toContain(secret);
    const [entry] = await createMirror({ url: world.gateway.mirrorUrl }).transactions(shown.transaction_id);
    expect(entry).toMatchObject({ name: "TOKENBURN", memo: shown.statement_sha256, result: "SUCCESS" });
    expect(await toldOf(shown.retirement_id)).toEqual(["credits.retired"]);
    expect((await look(self.replace(/.$/, (last) => (last === "0" ? "1" : "0")))).status).toBe(404);
  });

  test("their page has no script, fetches nothing, and turns nobody's text into markup", async () => {
    const { status, headers, text } = await look(page);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    const policy = headers.get("content-security-policy") as string;
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'$/,
    );
    const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] as string;
    const hash = Buffer.from(sha256Hex(new TextEncoder().encode(style)), "hex").toString("base64");
    expect(policy).toContain(`'sha256-${hash}'`);
    const tags = [...text.matchAll(/<([a-z0-9]+)((?: [^>]*)?)>/g)];
    expect(new Set(tags.map(([, tag]) => tag))).toEqual(new Set(plainTags));
    for (const [, , attributes] of tags) expect(attributes).not.toMatch(/\bon|javascript|src=/);
    expect(text).toContain("&lt;/bdi&gt;&lt;script&gt;alert(&quot;1&quot;)");
    expect(text).toContain("1.5 tCO2e");
    expect(text).toMatch(/issued under acm0002-v22\.0, vintage 2025, retired/);
    expect(text).toContain("proves nothing to others");
    expect(text).not.toMatch(/\b(CER|VCU|VER)s?\b/);
    expect(text).toContain('name="viewport"');
  });

  test("are listed for everybody, page by page, as JSON and as a page", async () => {
    const more = { units: "1", beneficiary: { name: "Acme" }, reason: "x" };
    const second = await post("owner", `${issuance}/retirements`, more, "r-2");
    const state = async () => JSON.parse((await look(second.body.links.self)).text).state;
    await expect.poll(state, { timeout: 20_000 }).toBe("done");
    const first = await look("/api/v1/retirements?limit=1");
    const { items, next_cursor } = JSON.parse(first.text);
    expect(items).toMatchObject([{ beneficiary: { name: "Acme", id: null, country: null } }]);
    expect(first.headers.get("link")).toBe(`</api/v1/retirements?limit=1&cursor=${next_cursor}>; rel="next"`);
    const last = JSON.parse((await look(`/api/v1/retirements?limit=1&cursor=${next_cursor}`)).text);
    expect(last).toMatchObject({ items: [{ beneficiary: hostile }], next_cursor: null });
    expect((await look("/api/v1/retirements?cursor=nonsense")).status).toBe(400);
    const list = await look("/retirements");
    expect(list.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(list.text).toContain(`href="${page.slice(1)}"`);
    expect(list.text).not.toMatch(/<script|<img/);
    const own = await world.call("auditor", "GET", `${issuance}/retirements`);
    expect(own.body.items).toHaveLength(2);
  });

  test.each([
    [{ reason: "line\nbreak" }, "/reason"],
    [{ reason: "turned \u202eround" }, "/reason"],
    [{ beneficiary: { name: "Acme", country: "Germany" } }, "/beneficiary/country"],
    [{ beneficiary: { name: "  " } }, "/beneficiary/name"],
    [{ use_period: { from: "2025-02-01", to: "2025-01-01" } }, "/use_period/to"],
  ])("%j is refused by name", async (change, pointer) => {
    const body = { units: "1", beneficiary: { name: "Acme" }, reason: "x", ...change };
    const answer = await post("owner", `${issuance}/retirements`, body, "r-3");
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  test("leave ledger and books in agreement, to be seen with the token", async () => {
    const token = async () => JSON.parse((await look("/api/v1/tokens")).text).items[0];
    const { minted, free, moving } = await holding();
    await expect
      .poll(async () => (await token()).reconciled, { timeout: 20_000 })
      .toMatchObject({ minted, burned: "1501", treasury: String(BigInt(free) + BigInt(moving)) });
    expect(await token()).toMatchObject({ state: "active", halted: null });
  });
});

describe("units that only the ledger knows to be gone", () => {
  const tokenNow = async () => JSON.parse((await look("/api/v1/tokens")).text).items[0];
  const admin = (...argv: string[]) => {
    const { register } = world.gateway;
    return prepare(argv)({ db: register.db, tenancy: register, register: async () => register } as never);
  };

  test("halt their token until the registrar has written them into the books, by name and with the reason", async () => {
    const { token, token_id: tokenId, treasury_account_id: fromAccountId } = await tokenNow();
    const toAccountId = await newAccount(-1);
    const { transactionId } = await beside({ kind: "transfer", tokenId, fromAccountId, toAccountId, amount: 5n });
    await expect.poll(tokenNow, { timeout: 20_000 }).toMatchObject({
      state: "halted",
      halted: { transaction_id: transactionId, reason: expect.stringMatching(/of 5 units: nobody ordered it$/) },
    });
    const retire = { units: "1", beneficiary: { name: "Acme" }, reason: "a halt" };
    const refused = await post("owner", `${issuance}/retirements`, retire, "halted-1");
    expect([refused.status, refused.body.rule]).toEqual([422, "token.halted"]);
    await expect(admin("token", "resume", token)).rejects.toThrow(/^token\.unexplained: .*not in the books/);

    const { out, note } = await admin("token", "difference", token);
    expect(out).toMatch(new RegExp(`^${transactionId} +\\S+Z +transfer +5 +${toAccountId} +no +`, "m"));
    expect(note).toMatch(/in the treasury, 0 of them nobody's\.\nIn the books: \d+ in the treasury\.$/);
    const whose = [
      "--issuance",
      issuance.split("/").at(-1) as string,
      "--by",
      "R. Registrar",
      "--reason",
      "lost with the backup",
    ];
    expect(() => admin("token", "book", token, transactionId, "--by", "R.", "--reason", "r")).toThrow(
      /Say whose units/,
    );
    expect((await admin("token", "book", token, transactionId, ...whose, "--dry-run")).note).toMatch(
      /can be booked as a transfer of iss_\w+; a dry run: nothing was kept\.$/,
    );
    expect((await admin("token", "book", token, transactionId, ...whose)).note).toMatch(/as a transfer of iss_\w+\.$/);
    expect((await admin("token", "book", token, transactionId, ...whose)).note).toMatch(/already\.$/);
    expect((await admin("token", "difference", token)).out).toMatch(/ by R\. Registrar: lost with the backup /);
    await admin("token", "resume", token);
    await expect
      .poll(async () => (await tokenNow()).reconciled.treasury, { timeout: 20_000 })
      .toBe(String(BigInt((await holding()).free) + BigInt((await holding()).moving)));
    expect(await tokenNow()).toMatchObject({ state: "active", halted: null });
  });
});

describe("the auditor", () => {
  test("follows every transfer and retirement from the chain", async () => {
    const args = ["plant", "--url", world.gateway.baseUrl, "--plant", "PLANT-HP-001"];
    const { code, out } = await auditProgram(args, { HYDRO_API_KEY: world.keys.owner as string });
    expect(out).toMatch(/ok {4}units +11 steps of transfers and retirements/);
    expect(out).toMatch(/ok {4}ledger +1 mint, 4 transfers and retirements: each of its token, units, accounts/);
    expect(out).toMatch(/ok {4}supply +\d+ units of 1 token in circulation/);
    expect(out).not.toContain("name are on the ledger");
    expect(code).toBe(0);
  });

  test("looks nothing up from saved files alone, says so, and does with a mirror", async () => {
    const saved = join(folder, "saved");
    const args = ["plant", "--url", world.gateway.baseUrl, "--plant", "PLANT-HP-001", "--save", saved];
    expect((await audit([...args, "--key", world.keys.owner as string])).code).toBe(0);
    const alone = await audit(["plant", "--saved", saved]);
    expect(alone.out).toMatch(
      /Not proven by this[\s\S]*transactions which mints, transfers and retirements name are on the ledger/,
    );
    expect(alone.out).not.toMatch(/ok {4}ledger/);
    expect(alone.code).toBe(0);
    const asked = await audit(["plant", "--saved", saved, "--mirror", world.gateway.mirrorUrl]);
    expect(asked.out).toMatch(/ok {4}ledger +1 mint/);
    expect(asked.code).toBe(0);
    const silent = await audit(["plant", "--saved", saved, "--mirror", "http://127.0.0.1:1"]);
    expect(silent.out).toMatch(/\?{4} {2}ledger +http:\/\/127\.0\.0\.1:1: the mirror did not answer/);
    expect(silent.code).toBe(3);
  });

  test("finds them in the period's bundle, and replays it offline", async () => {
    await world.made(period);
    const bundle = await world.bytes("owner", `${period}/bundle`);
    const file = join(folder, "bundle.tar");
    await writeFile(file, bundle);
    const { code, out } = await audit(["bundle", file]);
    expect(out).toMatch(/ok {4}units +11 steps of transfers and retirements/);
    expect(code).toBe(0);
    expect(out).toMatch(/Not proven by this[\s\S]*transactions which transfers and retirements name are on the ledger/);
    expect(bundle.toString("latin1")).toContain("1 units retired for Acme");
    const asked = await audit(["bundle", file, "--mirror", world.gateway.mirrorUrl]);
    expect(asked.out).toMatch(/ok {4}ledger +1 mint, 4 transfers and retirements/);
    expect(asked.out).not.toContain("name are on the ledger");
    expect(asked.code).toBe(0);
  });

  type Change = (said: Members, record: Members) => void;
  const said =
    (change: Members): Change =>
    (step) => {
      Object.assign(step, change);
    };
  const inStatement =
    (change: Members): Change =>
    (said) => {
      Object.assign(said.statement as Members, change);
    };

  test.each<[string, "transfer" | "retirement", string, number, Change, RegExp]>([
    ["more units than are free", "transfer", "order", 0, restated({ units: "999999999" }), /of which \d+ are free/],
    [
      "another amount under the old digest",
      "retirement",
      "order",
      0,
      inStatement({ units: "1501" }),
      /its digest is not/,
    ],
    [
      "another beneficiary under the old digest",
      "retirement",
      "order",
      0,
      inStatement({ reason: "other" }),
      /its digest is not/,
    ],
    ["other tonnes", "retirement", "order", 0, restated({ tonnes: "1500" }), /says 1500 where the chain says 1\.5/],
    ["another vintage", "retirement", "order", 0, restated({ vintage: 2023 }), /says 2023 where the chain says 2025/],
    [
      "another monitoring statement",
      "retirement",
      "order",
      0,
      restated({ issued_under: "0".repeat(64) }),
      /names another monitoring/,
    ],
    ["more units booked than are free", "transfer", "book", 0, said({ units: "999999999" }), /of which \d+ are free/],
    ["a booking of nobody's word", "transfer", "book", 0, said({ booked_by: "" }), /not in its form/],
    ["a booking of another's transaction", "transfer", "book", 0, sameTransaction, /did ret_.* already/],
    ["another token", "transfer", "order", 0, restated({ token_id: "0.0.7" }), /minted nothing in 0\.0\.7/],
    ["an arrival that nobody ordered", "retirement", "order", 0, (said) => arrives(said), /not ordered before it/],
    [
      "an arrival told twice",
      "transfer",
      "wait",
      0,
      (said) => Object.assign(said, { step: "arrive" }),
      /the step recall/,
    ],
    [
      "units that return without a reason",
      "transfer",
      "cancel",
      0,
      (said) => void delete said.reason,
      /says no reason/,
    ],
    ["one transaction for two retirements", "retirement", "arrive", 1, sameTransaction, /did ret_.* already/],
    [
      "a step of another form",
      "retirement",
      "arrive",
      0,
      (said) => Object.assign(said, { step: "undo" }),
      /not in its form/,
    ],
  ])("finds a chain rewritten with %s", async (_what, kind, step, nth, change, detail) => {
    const lines = (await world.call("owner", "GET", "/api/v1/records/export?plant_id=PLANT-HP-001")).text.trimEnd();
    const records = lines.split("\n").map((line) => JSON.parse(line) as Members);
    const target = records.filter((one) => one.kind === kind && (one[kind] as Members).step === step)[nth];
    first = records.find((one) => one.kind === "retirement" && (one.retirement as Members).step === "arrive")
      ?.retirement as Members;
    const bytes = relink(records, target?.seq as number, (record) => change(record[kind] as Members, record));
    const check = new ChainCheck({ plantId: undefined, whole: true });
    const read = async () => {
      for (const one of bytes) await check.add(one);
    };
    await expect(read()).rejects.toThrow(detail);
  });

  test("finds a claim elsewhere on days that are issued, slipped into the chain", async () => {
    const lines = (await world.call("owner", "GET", "/api/v1/records/export?plant_id=PLANT-HP-001")).text.trimEnd();
    const records = lines.split("\n").map((line) => JSON.parse(line) as Members);
    const last = records.at(-1) as Members;
    const claim = {
      claim_id: "clm_x",
      from_at: "2025-02-28T18:30:00.000Z",
      to_at: "2025-03-01T18:30:00.000Z",
      withdraws: null,
    };
    const bytes = relink(records, last.seq as number, (record) => {
      delete record[record.kind as string];
      Object.assign(record, { kind: "claim", claim });
    });
    const check = new ChainCheck({ plantId: undefined, whole: true });
    const read = async () => {
      for (const one of bytes) await check.add(one);
    };
    await expect(read()).rejects.toThrow(/claims MWh of per_.*, which are issued here/);
  });
});

let first: Members;
function sameTransaction(said: Members): void {
  said.transaction_id = first.transaction_id as string;
}

/** A changed statement with the digest it then has: what somebody does who knows the format. */
function restated(change: Members) {
  return (said: Members): void => {
    Object.assign(said.statement as Members, change);
    said.sha256 = sha256Hex(canonicalBytes(said.statement ?? null));
  };
}

function arrives(said: Members): void {
  delete said.statement;
  delete said.sha256;
  delete said.ordered_by;
  Object.assign(said, { step: "arrive", transaction_id: "0.0.5@1.000000001" });
}
