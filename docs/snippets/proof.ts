// The proof of a record, checked offline: nobody is asked whether it holds.
import { HydroGateway, verifyProof } from "hydro-mrv-client";

const { HYDRO_URL = "", HYDRO_API_KEY = "", HYDRO_RECORD_ID = "", HYDRO_VERIFIER_KEY } = process.env;
const gateway = new HydroGateway({ baseUrl: HYDRO_URL, apiKey: HYDRO_API_KEY });

// Waits while the record's checkpoint is on its way to the ledger.
const proof = await gateway.proofOf(HYDRO_RECORD_ID);
// In earnest from a source you trust, such as the first message of the log's topic.
const { valid, checks } = await verifyProof(proof, HYDRO_VERIFIER_KEY ?? proof.verifier_key);
for (const { check, ok, detail } of checks) console.log(ok ? "holds " : "FAILED", check, detail);
console.log(valid ? "valid" : "NOT VALID");
