package com.psc.attachments.adoption;

import java.util.List;
import java.util.Optional;

/**
 * All that got the same verdict.
 *
 * @param examples the first of them
 */
record Finding(Verdict verdict, long count, long bytes, List<Example> examples) {

    /**
     * @param id of the row, as is the company; empty for a file without one
     * @param detail empty if the verdict says it all
     */
    record Example(Optional<Integer> id, Optional<Integer> companyId, String place, Optional<String> detail) {}
}
