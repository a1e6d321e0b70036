/** What of an organisation's records is on the ledger, for whoever tells it so. */
export { type AnchoredLeaf, anchoredLeaves, anchoredSize } from "../anchoring/outbox.ts";
