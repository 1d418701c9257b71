package com.psc.attachments.attachment;

import com.psc.attachments.inspection.Finding;
import com.psc.attachments.scanning.ScanState;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of how safe it is to open a document.
 *
 * @param findings labels of what looking into it has found, in no order; a document with any is to be saved, never shown
 */
record Safety(List<String> findings, ScanState scan) {

    static Safety of(Set<Finding> findings, ScanState scan) {
        return new Safety(findings.stream().map(Finding::label).toList(), scan);
    }

    /** As the database has it. */
    static Safety of(String findings, String scan) {
        List<String> labels = findings.isEmpty()
                ? List.of()
                : Arrays.stream(findings.split(",")).toList();
        return new Safety(labels, ScanState.labelled(scan));
    }

    /** The findings as the database has them. */
    String findingsText() {
        return findings.stream().collect(Collectors.joining(","));
    }
}
