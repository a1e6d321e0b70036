export type { BatchOptions, SentReading } from "./batch.ts";
export { type FieldError, GatewayError, NoAnswerError, type Problem, SampleKept } from "./errors.ts";
export { type Credential, type GatewayOptions, HydroGateway, type PageRequest } from "./gateway.ts";
export * from "./generated/problems.ts";
export type * from "./generated/types.gen.ts";
export { type ProofInput, verifyProof } from "./proof.ts";
export type { Trying } from "./retrying.ts";
export type { LiveMessage, StreamOptions } from "./stream.ts";
export { verifyWebhook, WebhookError, type WebhookEvent } from "./webhook.ts";
