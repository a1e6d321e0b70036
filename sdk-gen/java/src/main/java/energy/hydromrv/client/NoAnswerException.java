package energy.hydromrv.client;

/**
 * No answer of the gateway's came in any of the tries, or that of somebody else, as of a Wi-Fi to sign in to. Whether the
 * call took effect is not known.
 */
public final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int tries;

    NoAnswerException(int tries, Throwable cause) {
        super("No answer in " + tries + (tries == 1 ? " try: " : " tries: ") + cause, cause);
        this.tries = tries;
    }

    /** How often it was tried. */
    public int tries() {
        return tries;
    }
}
