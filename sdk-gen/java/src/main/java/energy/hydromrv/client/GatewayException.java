package energy.hydromrv.client;

/**
 * The gateway refused the call, or failed. Each type of the catalogue has a class of its own in {@code
 * energy.hydromrv.client.generated.Problems}; a type that this version does not know is a plain one.
 */
public class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final Double retryAfterS;

    /**
     * @param problem the whole document
     * @param retryAfterS seconds after which the same call may pass; null where the gateway does not say
     */
    public GatewayException(Problem problem, Double retryAfterS) {
        super(problem.detail() == null ? problem.title() : problem.title() + ": " + problem.detail());
        this.problem = problem;
        this.retryAfterS = retryAfterS;
    }

    public Problem problem() {
        return problem;
    }

    /** The end of the problem's type, such as {@code reading-conflict}. */
    public String code() {
        return problem.code();
    }

    /** Of HTTP. */
    public int status() {
        return problem.status();
    }

    /** Seconds after which the same call may pass; null where the gateway does not say. */
    public Double retryAfterS() {
        return retryAfterS;
    }
}
