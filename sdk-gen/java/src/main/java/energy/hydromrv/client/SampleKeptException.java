package energy.hydromrv.client;

import energy.hydromrv.client.generated.model.Sample;

/**
 * No failure: the reading is kept, durably, but as a sample. Its plant declares an {@code accounting} interval, so that it
 * has no record and verdict of its own. Send readings of such a plant with {@code sendAll}, which says of each what it became.
 */
public final class SampleKeptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Sample sample;

    SampleKeptException(Sample sample) {
        super("The reading is kept as a sample of its plant's accounting interval: it has no record of its own.");
        this.sample = sample;
    }

    /** What was kept, and the record that was made of its slot where there is one already. */
    public Sample sample() {
        return sample;
    }
}
