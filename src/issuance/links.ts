/** Explorer pages of what was issued; null on the local ledger. */
export { hashscanAccountUrl, hashscanTokenUrl, hashscanTransactionUrl } from "../ledger/hashscan.ts";
