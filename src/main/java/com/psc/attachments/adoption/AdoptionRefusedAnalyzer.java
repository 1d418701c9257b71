package com.psc.attachments.adoption;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Ends a start on a database that is not adopted with one message. */
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class AdoptionRefusedAnalyzer extends AbstractFailureAnalyzer<AdoptionRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, AdoptionRefused refused) {
        return new FailureAnalysis(refused.getMessage() + " Nothing was changed.", refused.action(), failure);
    }
}
