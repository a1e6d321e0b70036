import { z } from "@hono/zod-openapi";

export const certificateSchema = z
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
      network: z.enum(["local", "testnet", "previewnet", "mainnet"]),
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

export type CertificateAnswer = z.infer<typeof certificateSchema>;

export const certificateExample = {
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
