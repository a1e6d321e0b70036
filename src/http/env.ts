import type { Actor } from "../kernel/actor.ts";

/** What a request carries through its handlers. */
export type Env = {
  Variables: {
    requestId: string;
    route: string;
    actor?: Actor;
    /** The request's body, once somebody has asked for it. */
    body?: Promise<Uint8Array>;
    /** The answer to a GET as a whole, where it may be sent compressed. */
    content?: string | Uint8Array;
  };
};
