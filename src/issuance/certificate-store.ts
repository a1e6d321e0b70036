import { sql } from "kysely";
import { assertState } from "../kernel/fault.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";

/** Certificates: one NFT for each issuance whose units are all minted, where the gateway makes them. */

export type Certificate = {
  readonly intentId: string;
  readonly uri: string;
  readonly sha256: Uint8Array;
  readonly state: "ordered" | "minted";
  readonly tokenId: string;
  readonly transactionId: string | null;
  /** Null until the mirror has shown it. */
  readonly serial: bigint | null;
  readonly mintedAt: Date | null;
};

type NewCertificate = PlantKey &
  Pick<Certificate, "intentId" | "uri" | "sha256" | "tokenId"> & {
    readonly tokenKey: string;
    readonly document: Uint8Array;
    readonly jobId: string;
  };

/** The table admits one for an intent. */
export async function insertCertificate(tx: Tx, certificate: NewCertificate, at: Date): Promise<void> {
  const { orgId, plantId, intentId, tokenKey, document, sha256, uri, jobId, tokenId } = certificate;
  await tx
    .insertInto("certificates")
    .values({
      ...{ org_id: orgId, plant_id: plantId, intent_id: intentId, token_key: tokenKey, document, sha256, uri },
      ...{ state: "ordered", job_id: jobId, token_id: tokenId, created_at: at },
    })
    .execute();
}

/** Ids of intents whose units are all minted and that have no certificate yet, oldest first. */
export async function listUncertified(db: Db, limit: number): Promise<string[]> {
  // What waits for a halted collection, or for one that is being created, keeps nobody else waiting.
  const { rows } = await sql<{ intent_id: string }>`
    SELECT intent.intent_id FROM mint_intents AS intent
    WHERE intent.state = 'minted'
      AND NOT EXISTS (SELECT FROM certificates WHERE certificates.intent_id = intent.intent_id)
      AND NOT EXISTS (
        SELECT FROM (
          SELECT token.halted, token.replaced_at, token.token_id FROM tokens AS token
          WHERE (token.rulebook, token.vintage, token.unit_g, token.kind)
            = (intent.rulebook, intent.vintage, intent.unit_g, 'certificates')
          ORDER BY token.series DESC LIMIT 1
        ) AS newest WHERE newest.replaced_at IS NULL AND (newest.halted IS NOT NULL OR newest.token_id IS NULL))
    ORDER BY intent.minted_at, intent.intent_id LIMIT ${limit}`.execute(db);
  return rows.map((row) => row.intent_id);
}

/** The certificate of an intent, whoever owns it. */
export async function findCertificate(db: Db, intentId: string): Promise<Certificate | undefined> {
  const row = await db.selectFrom("certificates").selectAll().where("intent_id", "=", intentId).executeTakeFirst();
  return row && certificateOf(row);
}

/** Of a plant, by intent. */
export async function certificatesOfPlant(
  db: Db,
  { orgId, plantId }: PlantKey,
): Promise<ReadonlyMap<string, Certificate>> {
  const rows = await db
    .selectFrom("certificates")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .execute();
  return new Map(rows.map((row) => [row.intent_id, certificateOf(row)]));
}

/** The exact bytes of a document, for everybody who knows its digest. */
export async function readDocument(db: Db, sha256: Uint8Array): Promise<Uint8Array | undefined> {
  const { rows } = await sql<{ document: Uint8Array }>`SELECT * FROM certificate_document(${sha256})`.execute(db);
  return rows[0]?.document;
}

/** All that were ordered in a collection, of all organisations. */
export async function certificatesOf(db: Db, tokenKey: string): Promise<Certificate[]> {
  return (await db.selectFrom("certificates").selectAll().where("token_key", "=", tokenKey).execute()).map(
    certificateOf,
  );
}

export async function countCertificates(db: Db, tokenKey: string): Promise<bigint> {
  const { rows } = await sql<{ count: bigint }>`
    SELECT count(*) AS count FROM certificates WHERE token_key = ${tokenKey}`.execute(db);
  return rows[0]?.count ?? 0n;
}

/** Those of a collection that are not minted. */
export async function waitingIn(db: Db, tokenKey: string): Promise<Pick<Certificate, "intentId" | "uri">[]> {
  return (await certificatesOf(db, tokenKey)).filter(({ state }) => state === "ordered");
}

/** Of one that is ordered and not minted, locked; undefined: there is none. */
export async function jobOfCertificate(tx: Tx, intentId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom("certificates")
    .select("job_id")
    .where("intent_id", "=", intentId)
    .where("state", "=", "ordered")
    .forUpdate()
    .executeTakeFirst();
  return row?.job_id;
}

/** The issuance is without a certificate again. */
export async function dropOrdered(tx: Tx, jobId: string): Promise<void> {
  await tx.deleteFrom("certificates").where("job_id", "=", jobId).where("state", "=", "ordered").execute();
}

export async function markCertificateMinted(tx: Tx, jobId: string, transactionId: string, at: Date): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("certificates")
    .set({ state: "minted", transaction_id: transactionId, minted_at: at })
    .where("job_id", "=", jobId)
    .where("state", "=", "ordered")
    .executeTakeFirst();
  assertState(numUpdatedRows === 1n, `the certificate of ${jobId} was minted twice`);
}

/** What the mirror shows as the certificate's serial. */
export async function setSerial(tx: Tx, intentId: string, serial: bigint): Promise<void> {
  await tx
    .updateTable("certificates")
    .set({ serial })
    .where("intent_id", "=", intentId)
    .where("serial", "is", null)
    .execute();
}

function certificateOf(row: {
  intent_id: string;
  uri: string;
  sha256: Uint8Array;
  state: "ordered" | "minted";
  token_id: string;
  transaction_id: string | null;
  serial: bigint | null;
  minted_at: Date | null;
}): Certificate {
  return {
    intentId: row.intent_id,
    uri: row.uri,
    sha256: row.sha256,
    state: row.state,
    tokenId: row.token_id,
    transactionId: row.transaction_id,
    serial: row.serial,
    mintedAt: row.minted_at,
  };
}
