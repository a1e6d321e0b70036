import { expect, test } from "vitest";
import { certificatePage } from "../../src/http/certificates.page.ts";
import { type CertificateAnswer, certificateExample } from "../../src/http/certificates.schemas.ts";
import { retirementPage } from "../../src/http/retirements.page.ts";
import * as units from "../../src/http/units.examples.ts";
import type { RetirementAnswer } from "../../src/http/units.schemas.ts";

const document = new TextEncoder().encode(JSON.stringify(certificateExample));
const address = `https://gateway.example/c/${"c".repeat(64)}`;
const page = (
  network: CertificateAnswer["properties"]["network"],
  rulebookTitle: string | undefined = undefined,
  deleted: readonly string[] = [],
) => {
  const certificate = { ...certificateExample, properties: { ...certificateExample.properties, network } };
  return certificatePage({ certificate, document, address, rulebookTitle, deleted });
};

test("a certificate's page says what was issued, what it shows and what it does not show", () => {
  const html = page("mainnet", "ACM0002 <Version 22.0>");
  for (const said of [
    '<p class="label">issued</p>',
    "<h1>273.170 tCO2e</h1>",
    "acm0002-v22.0 (ACM0002 &lt;Version 22.0&gt;), vintage 2025. No credit of any programme.",
    "273170 units of 1000 g CO2e were minted in a transaction whose memo is the SHA-256",
    "The verifier's signature. It is in the evidence bundle",
    "Which plant it was.",
    "Who holds the units today, or whether they were retired",
    `curl -s ${address} | sha256sum`,
    "https://hashscan.io/mainnet/transaction/0.0.6255927-1739260860-000000000",
    "https://hashscan.io/mainnet/token/0.0.6255930",
  ]) {
    expect(html).toContain(said);
  }
  expect(html).not.toMatch(/<script|<img|proves nothing|for trying out/);
});

test("the document that can be saved from the page is the certificate's, byte for byte", () => {
  const [, saved = ""] = /href="data:application\/json;base64,([^"]+)"/.exec(page("mainnet")) ?? [];
  expect(Buffer.from(saved, "base64")).toEqual(Buffer.from(document));
});

test.each([
  ["local", "proves nothing to others"],
  ["testnet", "testnet, a ledger for trying out"],
  ["previewnet", "previewnet, a ledger for trying out"],
] as const)("pages about what is on the ledger %s say at their head: %s", (network, note) => {
  const retired = { ...units.retirement, network } as RetirementAnswer;
  for (const html of [page(network), retirementPage(retired)]) {
    expect(html).toContain(note);
    expect(html.indexOf(note)).toBeLessThan(html.indexOf("<h2>"));
  }
});

test("a certificate's page and that of a retirement say when the token was deleted on the ledger, and that nothing was retired", () => {
  expect(page("mainnet", undefined, ["0.0.6255930"])).toContain("The token 0.0.6255930 was deleted on the ledger.");
  expect(page("mainnet")).not.toContain("deleted");
  const failure = "the token 0.0.6255930 is deleted on the ledger";
  const failed = {
    state: "failed",
    failure,
    failed_at: "2025-02-21T09:00:04.000Z",
    label: "issued units, not retired",
  };
  const html = retirementPage({
    ...(units.retirement as RetirementAnswer),
    ...failed,
    ...{ transaction_id: null, hashscan_url: null, retired_at: null },
  } as RetirementAnswer);
  for (const said of ["and not retired: the ledger never will", failure, "No transaction of the ledger has"])
    expect(html).toContain(said);
  expect(html).not.toContain("vintage 2025, retired");
});
