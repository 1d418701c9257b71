package com.psc.attachments.migration;

import com.psc.attachments.command.Command;
import com.psc.attachments.command.Exit;
import com.psc.attachments.command.Screen;
import com.psc.attachments.database.ServersBeside;
import com.psc.attachments.job.JobProgress;
import com.psc.attachments.job.JobUnderWay;
import com.psc.attachments.job.JobView.Stage;
import com.psc.attachments.migration.DryRun.Forecast;
import com.psc.attachments.migration.DryRun.Unmovable;
import com.psc.attachments.request.Parameters;
import com.psc.attachments.storage.BackendName;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Moves files, and follows runs. */
@CommandLine.Command(
        name = "migrate",
        description = {
            "Moves files between local storage and S3, as POST /storage/migrations does, and shows how that is getting on. A run that"
                    + " is interrupted is not lost: call the same again, or start the service.",
            "Instead of starting a run, it does something to an earlier one and follows it."
        })
public final class MigrateCommand implements Command {

    private static final int MOST_FAILURES = 100;

    @Option(names = "--source", paramLabel = "<backend>", description = "Where the files lie: local or s3.")
    private Optional<String> source = Optional.empty();

    @Option(names = "--target", paramLabel = "<backend>", description = "Where they are to go.")
    private Optional<String> target = Optional.empty();

    @Option(names = "--company-id", paramLabel = "<id>", description = "Moves that company's files only.")
    private Optional<String> company = Optional.empty();

    @Option(
            names = "--dry-run",
            description = "Moves nothing; says which files a run would move, and which it could not.")
    private boolean dryRun;

    @ArgGroup(exclusive = true)
    private @Nullable Earlier earlier;

    @Option(names = "--json", description = "Prints the end result as the HTTP call answers it.")
    private boolean json;

    /** What is done to a run that was started before. */
    private static final class Earlier {

        @Option(names = "--follow", paramLabel = "<run>", description = "Shows a run until it ends.")
        private @Nullable Long follow;

        @Option(names = "--resume", paramLabel = "<run>", description = "Has a run go on that was paused or failed.")
        private @Nullable Long resume;

        @Option(names = "--retry-failed", paramLabel = "<run>", description = "Tries the files again that failed.")
        private @Nullable Long retryFailed;

        @Option(names = "--rollback", paramLabel = "<run>", description = "Moves back what a run moved.")
        private @Nullable Long rollBack;

        @Option(
                names = "--finalize",
                paramLabel = "<run>",
                description = "Has the sources of what a run moved removed now.")
        private @Nullable Long finalizeRun;

        private Migration done(Migrations migrations) {
            if (follow != null) {
                return migrations.find(follow);
            }
            if (resume != null) {
                return migrations.resume(resume);
            }
            if (retryFailed != null) {
                return migrations.retryFailed(retryFailed);
            }
            if (rollBack != null) {
                return migrations.rollBack(rollBack);
            }
            return migrations.finalizeRun(Objects.requireNonNull(finalizeRun));
        }
    }

    @Override
    public Exit run(BeanFactory beans, Screen screen) throws Exception {
        Migrations migrations = beans.getBean(Migrations.class);
        if (earlier != null) {
            return follow(earlier.done(migrations), beans, screen);
        }
        MigrationOrder order = beans.getBean(MigrationOrders.class)
                .of(Parameters.of(Map.of("source", source, "target", target, "company_id", company)));
        if (dryRun) {
            return tell(beans.getBean(DryRun.class).forecast(order), screen);
        }
        if (order.target() == BackendName.S3
                && beans.getBean(ServersBeside.class).includeOneWithoutS3()) {
            throw new ServerWithoutTarget();
        }
        return follow(started(order, migrations, screen), beans, screen);
    }

    /** The run, or the one that does the same already. */
    private static Migration started(MigrationOrder order, Migrations migrations, Screen screen) {
        try {
            return migrations.start(order);
        } catch (JobUnderWay underWay) {
            Migration same = migrations.underWay(order).orElseThrow(() -> underWay);
            screen.note(same + " is under way already");
            return same;
        }
    }

    private Exit follow(Migration run, BeanFactory beans, Screen screen) throws InterruptedException {
        Migrations migrations = beans.getBean(Migrations.class);
        MigrationView end = beans.getBean(JobProgress.class)
                .showUntilItRests(
                        Migration.address(run.id()), () -> MigrationView.of(migrations.find(run.id())), screen);
        if (json) {
            screen.sayAsJson(end);
        } else {
            screen.say(end.line());
            beans.getBean(MigrationJournal.class)
                    .failures(run, MOST_FAILURES)
                    .forEach(failure -> screen.say("  " + failure));
        }
        if (end.stage() == Stage.RESTING) {
            screen.note("It was paused; to go on: migrate --resume " + run.id());
        }
        boolean whole = end.stage() == Stage.ENDED && end.failedFiles() == 0 && end.reason() == null;
        return whole ? Exit.DONE : Exit.FINDINGS;
    }

    private Exit tell(Forecast forecast, Screen screen) {
        if (json) {
            screen.sayAsJson(forecast);
        } else {
            screen.say(forecast.message());
            forecast.missing().forEach(file -> screen.say("  missing: " + words(file)));
            forecast.damaged().forEach(file -> screen.say("  damaged: " + words(file)));
        }
        return forecast.missingFiles() + forecast.damagedFiles() == 0 ? Exit.DONE : Exit.FINDINGS;
    }

    private static String words(Unmovable file) {
        return "attachment " + file.id() + " of company " + file.companyId() + ", " + file.path() + ": "
                + file.reason();
    }
}
