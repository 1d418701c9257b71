package com.psc.attachments.storage;

import java.net.URI;
import java.util.Optional;

/** How the store on S3 is set up, whether or not files lie there. Asks nobody, and knows no secrets. */
public interface S3Setup {

    String bucket();

    String region();

    /** Empty: Amazon's. */
    Optional<URI> endpoint();

    /** As S3_CHECKSUM_MODE has it. */
    String checksumMode();

    /** What that has turned out to be; empty before the first write. */
    Optional<String> checksumModeInUse();

    /** As S3_SSE has it. */
    String encryption();
}
