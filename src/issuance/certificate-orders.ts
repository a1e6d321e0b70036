import { type OrderedWork, orderWork, readOrigin } from "../anchoring/outbox.ts";
import { bytesToHex, sha256Hex } from "../kernel/canonical.ts";
import { assertState } from "../kernel/fault.ts";
import type { Tx } from "../platform/database.ts";
import { certificateDocument, certificateUri, describeCollection, mostCertificates } from "./certificate.ts";
import * as store from "./certificate-store.ts";
import type { MintDeps } from "./mint-orders.ts";
import { seriesKeyOf } from "./mint-parts.ts";
import * as mints from "./mint-store.ts";
import * as tokens from "./token-store.ts";
import { creationMemo, type MintTerms } from "./tokens.ts";

/**
 * Orders the certificate of each issuance whose units are all minted, once: document, address and order are written in
 * one transaction, and all of them follow from the intent. The ledger's journal takes it from there. What a
 * crash means is as with mints (`mint-orders.ts`).
 */

const most = 100;

/** @returns "more" when it ordered something */
export async function orderCertificates(deps: MintDeps): Promise<"more" | "idle"> {
  const address = deps.terms.certificates?.address();
  // The gateway's address is not known before it listens.
  if (address === undefined || address === "") return "idle";
  let ordered = 0;
  for (const intentId of await store.listUncertified(deps.db, most)) {
    ordered += await deps.db.transaction().execute(async (tx) => {
      await tokens.planAlone(tx);
      const intent = await mints.findIntent(tx, intentId);
      const isDone = (await store.findCertificate(tx, intentId)) !== undefined;
      return intent === undefined || isDone ? 0 : orderCertificate(deps, tx, intent, address);
    });
  }
  return ordered > 0 ? "more" : "idle";
}

/** @returns how many orders it made */
async function orderCertificate(deps: MintDeps, tx: Tx, intent: mints.MintView, address: string): Promise<number> {
  const { terms } = deps;
  const token = await tokens.lockNewest(tx, intent, "certificates");
  if (token === undefined) return openCollection(deps, tx, intent, 1);
  if (token.replacedAt !== null) return openCollection(deps, tx, intent, token.series + 1);
  if (token.tokenId === null || token.halt !== null) return 0;
  const { tokenKey, tokenId } = token;
  const taken = await store.countCertificates(tx, tokenKey);
  if (taken >= token.maxSupply) return openCollection(deps, tx, intent, token.series + 1);
  const document = documentOf(terms, intent);
  const sha256 = sha256Hex(document);
  const uri = certificateUri(address, sha256);
  const memo = bytesToHex(intent.statementSha256);
  const metadata = [new TextEncoder().encode(uri)];
  const work: OrderedWork = { kind: "mint-nft", tokenId, metadata, transactionMemo: memo };
  const scheduled = terms.mintMode === "scheduled";
  const order = { kind: "mint", subject: tokenKey, work, signers: [terms.supplySigner], scheduled } as const;
  const at = new Date(deps.clock.nowMs());
  const jobId = await orderWork(tx, order, { random: deps.random, at });
  const { orgId, plantId, intentId } = intent;
  const digest = Buffer.from(sha256, "hex");
  const certificate = { orgId, plantId, intentId, tokenKey, tokenId, document, sha256: digest, uri, jobId };
  await store.insertCertificate(tx, certificate, at);
  return 1;
}

function documentOf(terms: MintTerms, intent: mints.MintView): Uint8Array {
  const { rulebook, vintage, unitG, amount } = intent;
  const { certificates } = terms;
  assertState(certificates !== undefined, "a certificate where none are made");
  return certificateDocument({
    ...{ rulebook, vintage, unitG, amount, network: certificates.network },
    statementSha256: bytesToHex(intent.statementSha256),
    mints: intent.parts.map(({ amount: units, memo, tokenId, transactionId, messageTransactionId }) => {
      assertState(tokenId !== null && transactionId !== null, `${memo} is not minted`);
      return { amount: units, tokenId, transactionId, messageTransactionId };
    }),
  });
}

/** Orders the next collection of a kind. @returns how many orders that is */
async function openCollection(deps: MintDeps, tx: Tx, intent: mints.MintIntent, series: number): Promise<number> {
  const { treasuryAccountId, supplyKey, adminKey, treasurySigner, certificates } = deps.terms;
  const { rulebook, vintage, unitG } = intent;
  const place = { rulebook, vintage, unitG, series };
  const tokenKey = seriesKeyOf(`${intent.tokenKey}/certificates`, series);
  const maxSupply = certificates?.most ?? mostCertificates;
  const work: OrderedWork = {
    kind: "create-nft-token",
    ...describeCollection(place),
    ...{ maxSupply, treasuryAccountId, supplyKey, transactionMemo: creationMemo(tokenKey, await readOrigin(tx)) },
    ...(adminKey !== undefined && { adminKey }),
  };
  const signers = treasurySigner === undefined ? [] : [treasurySigner];
  const at = new Date(deps.clock.nowMs());
  const order = { kind: "create-token", subject: tokenKey, work, signers, scheduled: false } as const;
  const jobId = await orderWork(tx, order, { random: deps.random, at });
  await tokens.insertToken(tx, { ...place, tokenKey, holds: "certificates", maxSupply, treasuryAccountId, jobId }, at);
  return 1;
}
