import { z } from "@hono/zod-openapi";
import { readDocument } from "../issuance/certificate-store.ts";
import { Fault } from "../kernel/fault.ts";
import { cacheable, immutable } from "./cacheable.ts";
import { failures, type Operation, open } from "./operation.ts";

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, { error: "64 hex digits" })
  .openapi({ param: { name: "sha256", in: "path" }, example: "c".repeat(64) })
  .describe("Of the document's bytes");

const certificateSchema = z
  .looseObject({
    format: z.literal("HIP412@2.0.0"),
    name: z.string(),
    description: z.string(),
    image: z.string().describe("A picture as data URI"),
    checksum: z.string().describe("SHA-256 of the picture"),
    type: z.string(),
    properties: z.looseObject({
      label: z.literal("issued"),
      rulebook: z.string(),
      vintage: z.int(),
      unit_g: z.string(),
      units: z.string(),
      statement_sha256: z.string(),
      network: z.string(),
      mints: z.array(
        z.looseObject({
          units: z.string(),
          token_id: z.string(),
          transaction_id: z.string(),
          message_transaction_id: z.string().nullable(),
        }),
      ),
    }),
  })
  .meta({ id: "Certificate" });

const example = {
  format: "HIP412@2.0.0" as const,
  name: "273.170 tCO2e, acm0002-v22.0, vintage 2025",
  description: "Issued: 273.170 tCO2e under acm0002-v22.0, vintage 2025. No credit of a programme.",
  image: "data:image/svg+xml;base64,PHN2Zy8+",
  checksum: "d".repeat(64),
  type: "image/svg+xml",
  properties: {
    label: "issued" as const,
    rulebook: "acm0002-v22.0",
    vintage: 2025,
    unit_g: "1000",
    units: "273170",
    statement_sha256: "c".repeat(64),
    network: "testnet",
    mints: [
      {
        units: "273170",
        token_id: "0.0.6255930",
        transaction_id: "0.0.6255927@1739260860.000000000",
        message_transaction_id: null,
      },
    ],
  },
};

const getCertificate = open(
  {
    method: "get",
    path: "/c/{sha256}",
    operationId: "getCertificate",
    tags: ["Issuance"],
    summary: "Get the certificate that an NFT points to",
    description:
      "Public: the HIP-412 document of one issuance, byte for byte, for ever. Its address is the metadata of an NFT and ends in the SHA-256 of these bytes. It names no plant, organisation or person.",
    request: { params: z.object({ sha256 }) },
    responses: {
      200: {
        description: "The document; it never changes",
        content: { "application/json": { schema: certificateSchema, example } },
      },
      ...failures("invalid-request", "not-found", "storage-unavailable", "internal"),
    },
  },
  async (deps, { c, params }) => {
    const document = await readDocument(deps.db.shared, Buffer.from(params.sha256, "hex"));
    if (document === undefined) throw new Fault("not-found", "No certificate has this SHA-256.");
    return cacheable(c, document, { "Content-Type": "application/json", "Cache-Control": immutable });
  },
);

export const certificateOperations: readonly Operation[] = [getCertificate];
