# The proof of a record, checked offline: nobody is asked whether it holds.
import os

from hydro_mrv import HydroGateway, verify_proof

with HydroGateway(os.environ["HYDRO_URL"], api_key=os.environ["HYDRO_API_KEY"]) as gateway:
    # Waits while the record's checkpoint is on its way to the ledger.
    proof = gateway.proof_of(os.environ["HYDRO_RECORD_ID"])

# In earnest from a source you trust, such as the first message of the log's topic.
key = os.environ.get("HYDRO_VERIFIER_KEY", proof.verifier_key)
answer = verify_proof(proof, key)
for one in answer.checks:
    print("holds " if one.ok else "FAILED", one.check, one.detail)
print("valid" if answer.valid else "NOT VALID")
