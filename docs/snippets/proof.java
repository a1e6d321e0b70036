// The proof of a record, checked offline: nobody is asked whether it holds.
import energy.hydromrv.client.HydroGateway;
import energy.hydromrv.client.Proofs;
import energy.hydromrv.client.generated.model.Proof;

class CheckProof {
    public static void main(String[] args) {
        HydroGateway gateway = HydroGateway.of(System.getenv("HYDRO_URL"), System.getenv("HYDRO_API_KEY"));
        // Waits while the record's checkpoint is on its way to the ledger.
        Proof proof = gateway.proofOf(System.getenv("HYDRO_RECORD_ID"));
        // In earnest from a source you trust, such as the first message of the log's topic.
        String key = System.getenv().getOrDefault("HYDRO_VERIFIER_KEY", proof.verifierKey());
        Proofs.Verification answer = Proofs.verify(proof, key);
        answer.checks().forEach(one ->
                System.out.println((one.ok() ? "holds  " : "FAILED ") + one.check() + " " + one.detail()));
        System.out.println(answer.valid() ? "valid" : "NOT VALID");
    }
}
