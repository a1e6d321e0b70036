import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { readDocument } from "../issuance/certificate-store.ts";
import { titleOfRulebook } from "../issuance/design.ts";
import { deletedTokens } from "../issuance/token-store.ts";
import { Fault } from "../kernel/fault.ts";
import { htmlExample, wantsHtml } from "./answers.ts";
import { cacheable, immutable } from "./cacheable.ts";
import { certificatePage } from "./certificates.page.ts";
import { type CertificateAnswer, certificateSchema, certificateExample as example } from "./certificates.schemas.ts";
import { type Env, failures, type Operation, open } from "./operation.ts";
import { sheetPolicy } from "./sheet.page.ts";

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, { error: "64 hex digits" })
  .openapi({ param: { name: "sha256", in: "path" }, example: "c".repeat(64) })
  .describe("Of the document's bytes");

const getCertificate = open(
  {
    method: "get",
    path: "/c/{sha256}",
    operationId: "getCertificate",
    tags: ["Issuance"],
    summary: "Get the certificate that an NFT points to",
    description:
      "Public: the HIP-412 document of one issuance, byte for byte, for ever. Its address is the metadata of an NFT and ends in the SHA-256 of these bytes. It names no plant, organisation or person. A browser that follows the link gets a page that says what it shows and what not, and holds the document.",
    request: { params: z.object({ sha256 }) },
    responses: {
      200: {
        description: "The document; it never changes",
        content: {
          "application/json": { schema: certificateSchema, example },
          "text/html": { schema: z.string(), example: htmlExample },
        },
      },
      ...failures("invalid-request", "not-found", "storage-unavailable", "internal"),
    },
  },
  async (deps, { c, params }) => {
    const document = await readDocument(deps.db.shared, Buffer.from(params.sha256, "hex"));
    if (document === undefined) throw new Fault("not-found", "No certificate has this SHA-256.");
    if (isForPeople(c)) {
      // Whoever keeps it for others would hand it to a wallet in the document's place.
      c.header("Cache-Control", "no-store");
      c.header("Vary", "Accept", { append: true });
      c.header("Content-Security-Policy", sheetPolicy);
      const certificate: CertificateAnswer = JSON.parse(Buffer.from(document).toString());
      const address = `${deps.publicUrl()}/c/${params.sha256}`;
      const rulebookTitle = titleOfRulebook(certificate.properties.rulebook);
      const deleted = await deletedTokens(
        deps.db.shared,
        certificate.properties.mints.map(({ token_id }) => token_id),
      );
      const text = certificatePage({ certificate, document, address, rulebookTitle, deleted });
      return c.body(text, 200, { "Content-Type": "text/html; charset=utf-8" });
    }
    return cacheable(c, document, { "Content-Type": "application/json", "Cache-Control": immutable, Vary: "Accept" });
  },
);

/** Programs that read NFTs get the document, also those that would take a page for want of it. */
function isForPeople(c: Context<Env>): boolean {
  return wantsHtml(c) && !/\bjson\b/.test(c.req.header("Accept") ?? "");
}

export const certificateOperations: readonly Operation[] = [getCertificate];
