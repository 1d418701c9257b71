package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.Diagnosis.Check;
import com.psc.attachments.storage.Diagnosis.Status;
import com.psc.attachments.storage.Diagnosis.Subject;
import com.psc.attachments.storage.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What an examination has found so far. */
final class Findings {

    private static final String NO_WAY = "Check S3_ENDPOINT and the way there";

    private final Map<Subject, Check> checks = new ConcurrentHashMap<>();

    interface Examination {
        Finding make() throws IOException;
    }

    /** Examines, and keeps what comes of it. Whether it passed. */
    boolean of(Subject subject, Examination examination) {
        long begin = System.nanoTime();
        keep(subject, Finding.failed("The store does not answer in time", NO_WAY), Duration.ZERO);
        Finding finding;
        try {
            finding = examination.make();
        } catch (RequestFailed e) {
            finding = Finding.of(e);
        } catch (IOException e) {
            finding = Finding.failed("The answer broke off: " + e.getClass().getSimpleName(), NO_WAY);
        } catch (StorageException e) {
            finding = Finding.failed(String.valueOf(e.getMessage()), "See the log");
        }
        keep(subject, finding, Duration.ofNanos(System.nanoTime() - begin));
        return finding.status() == Status.PASSED;
    }

    /** Replaces what was found before. */
    void keep(Subject subject, Finding finding, Duration latency) {
        checks.put(subject, new Check(subject, finding.status(), latency, finding.detail(), finding.remedy()));
    }

    /** Those of which nothing is known yet are not tried, for that reason. */
    void skip(String why, Subject... subjects) {
        for (Subject subject : subjects) {
            checks.putIfAbsent(subject, new Check(subject, Status.SKIPPED, Duration.ZERO, why, Optional.empty()));
        }
    }

    /** The same for all. */
    void skipTheRest(String why) {
        skip(why, Subject.values());
    }

    /** In the order of the subjects. */
    List<Check> all() {
        return Arrays.stream(Subject.values())
                .flatMap(subject -> Optional.ofNullable(checks.get(subject)).stream())
                .toList();
    }
}
