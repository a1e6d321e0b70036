import type { Fault } from "../kernel/fault.ts";
import type { TraceNote } from "../platform/tracing.ts";
import type { Accepted } from "../telemetry/types.ts";
import type { Place } from "./topics.ts";

/** By what a message shows who published it. */
export type Credential =
  /** An API key, in a user property or as the password of the publisher's own connection. */
  | { readonly kind: "key"; readonly text: string; readonly address: string | undefined }
  /** The broker lets only the device itself publish on its topics: the operator says so. */
  | { readonly kind: "broker" }
  /** Nothing but what is in the message: its device's signature, or nothing. */
  | { readonly kind: "none" };

/** A reading that came by MQTT, whole or put together of its metrics. */
export type Message = {
  readonly place: Place;
  /** JSON text of the reading; `plant_id` and `device_id` may be left to the topic. */
  readonly text: Uint8Array;
  readonly credential: Credential;
  /** For a reading without a timestamp: the same key answers with the same record. */
  readonly idempotencyKey: string | undefined;
  /** Put together of messages that had a metric each. */
  readonly isJoined: boolean;
  /** Of the message, where it is traced. */
  readonly trace?: TraceNote | undefined;
};

/** How a reading names itself, so that its device knows it again. */
export type Said = { readonly timestamp?: string | number | undefined; readonly device_seq?: number | undefined };

/** What became of it. There is no third way: until one of the two is known, a message is not acknowledged. */
export type Outcome = { readonly said?: Said } & (
  | { readonly ok: true; readonly accepted: Accepted }
  | { readonly ok: false; readonly fault: Fault }
);
