package com.psc.attachments.storage.s3;

import com.psc.attachments.installation.InstallationId;
import com.psc.attachments.storage.Diagnosis;
import com.psc.attachments.storage.Diagnosis.Subject;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StoreDoctor;
import com.psc.attachments.storage.StoreMarker;
import com.psc.attachments.thread.DaemonThreads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines with clients of its own, which lose patience sooner than those that move files: first whether the store can be
 * reached and written to, then everything else at once. Last it clears away what it wrote. Each of the three ends in time.
 */
final class S3Doctor implements StoreDoctor {

    private static final Logger log = LoggerFactory.getLogger(S3Doctor.class);

    private static final Duration FOR_THE_WAY_IN = Duration.ofSeconds(12);
    private static final Duration FOR_ALL_CHECKS = Duration.ofSeconds(19);
    private static final Duration FOR_CLEARING = Duration.ofSeconds(9);
    private static final int AT_ONCE = 8;

    private final S3Settings settings;
    private final Optional<InstallationId> installation;
    private final Clock clock;

    /** @param installation this one, if it is known: without it, a store that has an owner is only read */
    S3Doctor(S3Settings settings, Optional<InstallationId> installation, Clock clock) {
        this.settings = settings;
        this.installation = installation;
        this.clock = clock;
    }

    @Override
    public Diagnosis examine(String prefix) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, new DaemonThreads("store-doctor"));
        try (S3Clients clients = S3Clients.inAHurry(settings)) {
            String folder = StoreMarker.FOLDER + "doctor-" + UUID.randomUUID() + "/";
            Examination examination =
                    new Examination(settings, clients, new Findings(), new Leavings(settings.bucket(), folder), clock);
            return new Visit(examination, prefix, threads).diagnosis();
        } finally {
            threads.shutdownNow();
        }
    }

    /** How the store is, once it has been reached. */
    private record Reached(Optional<Writable> writable) {}

    private record Writable(ObjectExamination object, S3Requests requests) {}

    private final class Visit {

        private final Examination examination;
        private final Findings findings;
        private final String prefix;
        private final ContentsCount contents;
        private final ExecutorService threads;
        private final long begin = System.nanoTime();

        Visit(Examination examination, String prefix, ExecutorService threads) {
            this.examination = examination;
            this.findings = examination.findings();
            this.prefix = prefix;
            this.contents = new ContentsCount(examination, prefix);
            this.threads = threads;
        }

        Diagnosis diagnosis() {
            List<Callable<Optional<Reached>>> wayIn = List.of(this::reach);
            inTime(wayIn, FOR_THE_WAY_IN)
                    .get(0)
                    .flatMap(Function.identity())
                    .ifPresent(reached -> inTime(theRest(reached), left(FOR_ALL_CHECKS)));
            findings.skipTheRest("Not tried, since the store takes too long to answer");
            clear();
            return new Diagnosis(
                    settings.bucket(),
                    settings.region(),
                    findings.all(),
                    contents.soFar(),
                    IamPolicy.of(settings, prefix));
        }

        private Optional<Reached> reach() {
            Optional<String> obstacle = new ConnectionExamination(examination).obstacle();
            if (obstacle.isPresent()) {
                findings.skipTheRest(obstacle.get());
                return Optional.empty();
            }
            Optional<String> ban = ban();
            if (ban.isPresent()) {
                skipWriting(ban.get());
                return Optional.of(new Reached(Optional.empty()));
            }
            ObjectExamination object = new ObjectExamination(examination);
            Optional<Writable> writable = object.put().map(requests -> new Writable(object, requests));
            if (writable.isEmpty()) {
                skipWriting("Not tried, since nothing can be stored");
            }
            return Optional.of(new Reached(writable));
        }

        /** Why nothing may be written; empty if it may. */
        private Optional<String> ban() {
            StorageLocation.S3 marker = new StorageLocation.S3(settings.bucket(), StoreMarker.KEY);
            try {
                byte[] owner = examination.read(marker, ChecksumMode.WHEN_REQUIRED, ask -> {});
                if (installation.isEmpty()) {
                    return Optional.of("Not tried: the store has an owner, as " + marker
                            + " says, and which installation this is could not be read from its database");
                }
                return installation.get().toString().equals(new String(owner, StandardCharsets.UTF_8))
                        ? Optional.empty()
                        : Optional.of("Not tried: the store belongs to another installation, as " + marker + " says");
            } catch (RequestFailed e) {
                if (e.status() == 404) {
                    return Optional.empty();
                }
                findings.keep(Subject.GET, Finding.of(e), Duration.ZERO);
                return Optional.of("Not tried: whose the store is cannot be read from " + marker);
            } catch (IOException e) {
                return Optional.of("Not tried: whose the store is cannot be read from " + marker);
            }
        }

        private void skipWriting(String why) {
            findings.skip(
                    why,
                    Subject.PUT,
                    Subject.GET,
                    Subject.RANGE,
                    Subject.DELETE,
                    Subject.MULTIPART,
                    Subject.SSE,
                    Subject.CHECKSUM_MODE,
                    Subject.PRESIGNED_GET,
                    Subject.NON_ASCII_NAMES,
                    Subject.PUBLIC_ACCESS);
        }

        private List<Callable<Boolean>> theRest(Reached reached) {
            List<Callable<Boolean>> rest = new ArrayList<>();
            rest.add(Executors.callable(contents::count, true));
            rest.add(Executors.callable(new BucketExamination(examination, prefix)::examine, true));
            reached.writable().ifPresent(writable -> {
                S3Requests requests = writable.requests();
                rest.add(Executors.callable(() -> readAndDelete(writable), true));
                rest.add(Executors.callable(new UploadExamination(examination, requests)::examine, true));
                rest.add(Executors.callable(new NameExamination(examination, requests)::examine, true));
            });
            return rest;
        }

        private void readAndDelete(Writable writable) {
            writable.object().read(writable.requests().checksums());
            new LinkExamination(examination, writable.object().target()).examine();
            writable.object().delete();
        }

        private void clear() {
            List<StorageLocation.S3> targets = examination.leavings().targets();
            List<Callable<Boolean>> clearing = targets.stream()
                    .<Callable<Boolean>>map(target -> () -> isCleared(target))
                    .toList();
            List<Optional<Boolean>> cleared = inTime(clearing, FOR_CLEARING);
            for (int i = 0; i < targets.size(); i++) {
                if (!cleared.get(i).orElse(false)) {
                    log.warn("{}, which was written to try the store, may be left there", targets.get(i));
                    findings.keep(
                            Subject.DELETE,
                            Finding.failed(
                                    targets.get(i) + " may be left there",
                                    "Remove it, once the store lets it go: allow s3:DeleteObject and"
                                            + " s3:AbortMultipartUpload"),
                            Duration.ZERO);
                }
            }
        }

        private boolean isCleared(StorageLocation.S3 target) {
            try {
                examination.leavings().clear(target, examination.asking());
                return true;
            } catch (RequestFailed e) {
                log.info("{}", S3Errors.translate(e).getMessage());
                return false;
            }
        }

        private Duration left(Duration whole) {
            Duration left = whole.minusNanos(System.nanoTime() - begin);
            return left.isNegative() ? Duration.ZERO : left;
        }

        /** What the tasks answer; empty for those that did not in time. */
        private <T> List<Optional<T>> inTime(List<Callable<T>> tasks, Duration most) {
            List<Optional<T>> answers = new ArrayList<>();
            try {
                for (Future<T> task : threads.invokeAll(tasks, most.toMillis(), TimeUnit.MILLISECONDS)) {
                    answers.add(answer(task));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                tasks.forEach(task -> answers.add(Optional.empty()));
            }
            return answers;
        }

        private static <T> Optional<T> answer(Future<T> task) throws InterruptedException {
            try {
                return Optional.of(task.get());
            } catch (CancellationException e) {
                return Optional.empty();
            } catch (ExecutionException e) {
                log.error("An examination of the store broke; report this as a defect", e.getCause());
                return Optional.empty();
            }
        }
    }
}
