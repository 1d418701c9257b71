package com.psc.attachments.job;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts what jobs did: {@code psc.jobs.items} and {@code psc.jobs.bytes}, by kind of job and outcome. */
@Component
public class JobMetrics {

    private final MeterRegistry registry;

    JobMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * @param kind such as {@code migration}
     * @param outcome what became of the items, such as {@code failed}
     */
    public void count(String kind, String outcome, long items, long bytes) {
        Counter.builder("psc.jobs.items")
                .description("What jobs dealt with")
                .tag("kind", kind)
                .tag("outcome", outcome)
                .register(registry)
                .increment(items);
        Counter.builder("psc.jobs.bytes")
                .description("The bytes of what jobs dealt with")
                .baseUnit("bytes")
                .tag("kind", kind)
                .tag("outcome", outcome)
                .register(registry)
                .increment(bytes);
    }
}
