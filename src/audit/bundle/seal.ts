import { createHash } from "node:crypto";
import { appendRecord, type IssuanceDeps } from "../../issuance/append.ts";
import type { PeriodKey } from "../../issuance/invitation-store.ts";
import { getReceived, whileInvited } from "../../issuance/invitations.ts";
import { requirePeriod } from "../../issuance/periods.ts";
import { lockIssuance } from "../../issuance/store.ts";
import type { Actor } from "../../kernel/actor.ts";
import { bytesToHex } from "../../kernel/canonical.ts";
import { assertState, Fault } from "../../kernel/fault.ts";
import { plantNotFound } from "../../plants/plants.ts";
import type { Db } from "../../platform/database.ts";
import type { ScopedDb } from "../../platform/scoped.ts";
import { sameBytes } from "../../proof/text.ts";
import { listChain } from "../../telemetry/record-store.ts";
import { samplesOfChain } from "../../telemetry/sample-queries.ts";
import { listSigned } from "../../telemetry/signature-store.ts";
import { managers, readers, requireRole } from "../../tenancy/scope.ts";
import { archive, digestOf, type Lines, type LongFiles } from "./archive.ts";
import { type ContentDeps, contentsOf } from "./contents.ts";
import { planOf } from "./plan.ts";
import {
  type Bundle,
  type ChainPart,
  insertBundle,
  linesSize,
  listBundles,
  listFiles,
  samplesSize,
  signedSize,
} from "./store.ts";
import { paths } from "./types.ts";

export type BundleDeps = IssuanceDeps & ContentDeps;

/**
 * Makes the evidence bundle of a closed period as its issuance stands now, and appends its SHA-256 to the plant's
 * chain. Asked again before the next step of the issuance it gives the same bundle. A crash before the commit
 * leaves nothing; after it the bundle stands.
 *
 * @throws {Fault} `forbidden`, `not-found`, `not-anchored-yet`
 */
export async function makeBundle(
  deps: BundleDeps,
  actor: Actor,
  plantId: string,
  periodId: string,
): Promise<{ readonly bundle: Bundle; readonly repeated: boolean }> {
  requireRole(actor, managers);
  const key: PeriodKey = { orgId: actor.orgId, plantId, periodId };
  const plan = await planOf(deps.db.of(actor.orgId), key);
  const before = await madeUpTo(deps.db.of(actor.orgId), key, plan.lastSeq);
  if (before !== undefined) return { bundle: before, repeated: true };
  const files = await contentsOf(deps, plan);
  const { sha256, size } = await digestOf(archive(files, await longFiles(deps.db.of(actor.orgId), plan)));
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      if ((await lockIssuance(tx, key)) === undefined) throw plantNotFound(plantId);
      // Two calls at once: the second finds the first one's.
      const made = await madeUpTo(tx, key, plan.lastSeq);
      if (made !== undefined) return { bundle: made, repeated: true };
      const { statementNo } = plan.facts;
      const { firstSeq, lastSeq } = plan;
      const content = {
        bundle: {
          period_id: periodId,
          statement_no: statementNo,
          first_seq: Number(firstSeq),
          last_seq: Number(lastSeq),
          size: String(size),
          sha256: bytesToHex(sha256),
        },
      };
      const record = await appendRecord(deps, tx, key, at, { kind: "bundle", content });
      const bundleNo = (await listBundles(tx, key)).length + 1;
      const { recordId, seq } = record;
      const bundle = { ...key, bundleNo, statementNo, firstSeq, lastSeq, size, sha256, recordId, seq, createdAt: at };
      await insertBundle(tx, bundle, files);
      return { bundle, repeated: false };
    });
}

async function madeUpTo(db: Db, key: PeriodKey, lastSeq: bigint): Promise<Bundle | undefined> {
  return (await listBundles(db, key)).find((one) => one.lastSeq === lastSeq);
}

/** A bundle on its way to somebody. */
export type OpenBundle = { readonly bundle: Bundle; read(): AsyncGenerator<Uint8Array> };

/** The newest bundle of an own period. @throws {Fault} `forbidden`, `not-found` also before there is one */
export async function openBundle(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  plantId: string,
  periodId: string,
): Promise<OpenBundle> {
  requireRole(actor, readers);
  const key = { orgId: actor.orgId, plantId, periodId };
  await requirePeriod(deps.db.of(actor.orgId), key, periodId);
  return newestOf(deps.db.of(actor.orgId), key);
}

/** The same for a guest of the period. @throws {Fault} `forbidden`, `not-found` */
export async function openInvitedBundle(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  invitationId: string,
): Promise<OpenBundle> {
  const { invitation } = await getReceived(deps, actor, invitationId);
  // Found by the guest's own right: the records in it are read as the inviting organisation's.
  const { bundle, read } = await newestOf(deps.db.of(invitation.orgId), invitation);
  return { bundle, read: () => whileInvited(deps, actor, invitationId, read()) };
}

async function newestOf(db: Db, key: PeriodKey): Promise<OpenBundle> {
  const bundle = (await listBundles(db, key)).at(-1);
  if (bundle === undefined) {
    throw new Fault("not-found", `No bundle of the period ${key.periodId} was made yet: its operator makes one.`);
  }
  const files = await listFiles(db, bundle);
  const long = await longFiles(db, bundle);
  return { bundle, read: () => sealed(bundle, archive(files, long)) };
}

/** Whatever came out is what was hashed, or the answer breaks off before its end. */
async function* sealed(bundle: Bundle, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let held: Uint8Array | undefined;
  for await (const chunk of chunks) {
    if (held !== undefined) yield held;
    hash.update(chunk);
    held = chunk;
  }
  assertState(held !== undefined && sameBytes(hash.digest(), bundle.sha256), "a bundle of other bytes than it had");
  yield held;
}

async function longFiles(db: Db, part: ChainPart): Promise<LongFiles> {
  return {
    [paths.records]: linesOf(await linesSize(db, part), part, async (page) =>
      (await listChain(db, page)).map(({ seq, body }) => ({ seq, bytes: body })),
    ),
    [paths.signatures]: linesOf(await signedSize(db, part), part, async (page) =>
      (await listSigned(db, page)).map(({ seq, evidence }) => ({ seq, bytes: evidence })),
    ),
    [paths.samples]: {
      size: await samplesSize(db, part),
      async *read() {
        const { orgId, plantId, firstSeq, lastSeq } = part;
        const range = { orgId, plantId, fromSeq: firstSeq, toSeq: lastSeq };
        for await (const line of samplesOfChain(db, range)) yield Buffer.concat([line, lineFeed]);
      },
    },
  };
}

type Page = Parameters<typeof listChain>[1];
type Line = { readonly seq: bigint; readonly bytes: Uint8Array };

function linesOf(size: number, part: ChainPart, pageOf: (page: Page) => Promise<readonly Line[]>): Lines {
  const { orgId, plantId, firstSeq, lastSeq } = part;
  return {
    size,
    async *read() {
      for (let afterSeq = firstSeq - 1n; afterSeq < lastSeq; ) {
        const rows = await pageOf({ orgId, plantId, afterSeq, toSeq: lastSeq, limit: pageRows });
        const last = rows.at(-1);
        if (last === undefined) return;
        yield Buffer.concat(rows.flatMap(({ bytes }) => [bytes, lineFeed]));
        afterSeq = last.seq;
      }
    },
  };
}

const lineFeed = Uint8Array.of(10);
const pageRows = 500;
