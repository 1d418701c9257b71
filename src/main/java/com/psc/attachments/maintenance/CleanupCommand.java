package com.psc.attachments.maintenance;

import com.psc.attachments.command.Command;
import com.psc.attachments.command.Exit;
import com.psc.attachments.command.Screen;
import com.psc.attachments.job.JobView;
import com.psc.attachments.request.Parameters;
import com.psc.attachments.storage.StorageBackends;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.BeanFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Removes what nobody needs. */
@CommandLine.Command(
        name = "cleanup",
        description = "Hands what no record names over to the removal queue, as POST /storage/cleanup does.")
public final class CleanupCommand implements Command {

    private static final long LOOKS_EVERY_MILLIS = 250;

    @Option(names = "--storage-backend", paramLabel = "<backend>", description = "local or s3.")
    private Optional<String> backend = Optional.empty();

    @Option(names = "--company-id", paramLabel = "<id>", description = "Stays in that company's folders.")
    private Optional<String> company = Optional.empty();

    @Option(names = "--dry-run", description = "Only says what would be removed.")
    private boolean dryRun;

    @Option(
            names = "--min-age",
            paramLabel = "<age>",
            description = "How old what goes must be, before CLEANUP_MIN_AGE: 0s, 30m, 24h, 7d.")
    private Optional<String> minAge = Optional.empty();

    @Option(names = "--missing", description = "Also looks for attachments whose file is missing.")
    private boolean missing;

    @Option(
            names = "--confirm",
            paramLabel = "<plan>",
            description = "Removes what that plan found, however much it is, and nothing else.")
    private Optional<String> plan = Optional.empty();

    @Option(names = "--json", description = "Prints what the HTTP call answers.")
    private boolean json;

    @Override
    public Exit run(BeanFactory beans, Screen screen) throws Exception {
        Parameters parameters = Parameters.of(Map.of(
                "storage_backend", backend,
                "company_id", company,
                "orphaned_only", given(missing, "false"),
                "dry_run", given(dryRun, "true"),
                "min_age", minAge,
                "confirm", plan));
        CleanupOrder order = CleanupOrder.of(parameters, beans.getBean(StorageBackends.class));
        try {
            return tell(shown(beans.getBean(Cleanups.class), order, screen), screen);
        } catch (TooManyOrphans tooMany) {
            screen.note(String.valueOf(tooMany.getMessage()));
            return Exit.FINDINGS;
        }
    }

    private static Optional<String> given(boolean flag, String value) {
        return flag ? Optional.of(value) : Optional.empty();
    }

    /** Cleans, and shows meanwhile how that is getting on. */
    private static CleanupReport shown(Cleanups cleanups, CleanupOrder order, Screen screen) throws Exception {
        CompletableFuture<CleanupReport> cleaning =
                CompletableFuture.supplyAsync(() -> cleanups.clean(order), work -> new Thread(work, "cleanup").start());
        while (true) {
            try {
                return cleaning.get(LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException goesOn) {
                cleanups.running().stream()
                        .map(JobView::line)
                        .findFirst()
                        .ifPresent(line -> screen.progress(line, OptionalDouble.empty()));
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    private Exit tell(CleanupReport report, Screen screen) {
        if (json) {
            screen.sayAsJson(report);
        } else {
            screen.say(report.line());
            report.sample().forEach(name -> screen.say("  orphan " + name));
            report.foreignSample().forEach(name -> screen.say("  foreign " + name));
            report.missingAttachments().forEach(id -> screen.say("  attachment " + id + " has no file"));
            report.errors().forEach(error -> screen.say("  error: " + error));
            if (report.filesScheduled() > 0) {
                screen.say("The removal queue keeps %,d files until %s, where GET /storage/removals shows them"
                        .formatted(report.filesScheduled(), report.dueAt()));
            }
        }
        boolean clean = report.errors().isEmpty() && report.missingFiles() == 0;
        return clean ? Exit.DONE : Exit.FINDINGS;
    }
}
