import type { Actor } from "../kernel/actor.ts";
import type { StillIn } from "./still-in.ts";

/** A body as it was sent, over which its digest is (RFC 9530), and unpacked. */
export type BodyBytes = { readonly sent: Uint8Array; readonly plain: Uint8Array };

/** What a request carries through its handlers. */
export type Env = {
  Variables: {
    requestId: string;
    route: string;
    actor?: Actor;
    /** Whether who was let in still is, for a call that lasts. */
    stillIn?: StillIn;
    /** The request's body, once somebody has asked for it. */
    body?: Promise<BodyBytes>;
    /** The answer to a GET as a whole, where it may be sent compressed. */
    content?: Uint8Array<ArrayBuffer>;
    /** What of a body only the gateway sets; held against what stands. */
    given?: Readonly<Record<string, unknown>>;
    /** Resolves once the answer is sent, where it is made while it is sent. */
    sent?: Promise<void>;
  };
};
