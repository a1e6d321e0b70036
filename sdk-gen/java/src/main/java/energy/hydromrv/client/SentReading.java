package energy.hydromrv.client;

import energy.hydromrv.client.generated.model.BatchItem;
import energy.hydromrv.client.generated.model.TelemetryReading;

/**
 * What became of one reading of many.
 *
 * @param index place among all readings, from 0
 * @param reading what was sent
 * @param item the gateway's word: {@code result} is {@code accepted}, {@code duplicate}, {@code sample}, or {@code refused}
 *     with its {@code problem}
 */
public record SentReading(long index, TelemetryReading reading, BatchItem item) {}
