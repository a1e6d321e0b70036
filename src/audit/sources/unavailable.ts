/** A source did not answer, or not as it should: the audit could not be made. Says nothing about what was to be audited. */
export class SourceUnavailable extends Error {
  constructor(detail: string, cause?: unknown) {
    super(detail, cause === undefined ? undefined : { cause });
    this.name = "SourceUnavailable";
  }
}
