/** Explorer pages of what was issued; null on the local ledger. */
export { hashscanTokenUrl, hashscanTransactionUrl } from "../ledger/hashscan.ts";
