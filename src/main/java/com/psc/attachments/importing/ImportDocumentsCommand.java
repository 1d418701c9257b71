package com.psc.attachments.importing;

import com.psc.attachments.command.Command;
import com.psc.attachments.command.Exit;
import com.psc.attachments.command.Screen;
import com.psc.attachments.importing.ImportForecast.Forecast;
import com.psc.attachments.job.DrivenRuns;
import com.psc.attachments.job.JobProgress;
import com.psc.attachments.job.JobUnderWay;
import com.psc.attachments.job.JobView.Stage;
import com.psc.attachments.request.Parameters;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Imports the documents of the former table, and follows runs. */
@CommandLine.Command(
        name = "import-documents",
        description = {
            "Makes attachments of the documents in the former table document_attachments, as POST /storage/imports does, and shows"
                    + " how that is getting on. A run that is interrupted is not lost: call the same again, or start the service.",
            "Instead of starting a run, it does something to an earlier one and follows it."
        })
public final class ImportDocumentsCommand implements Command {

    private static final int MOST_REASONS = 100;

    @Option(names = "--company-id", paramLabel = "<id>", description = "Imports that company's documents only.")
    private Optional<String> company = Optional.empty();

    @Option(
            names = "--dry-run",
            description = "Imports nothing; says how much a run would import, and which documents it could not.")
    private boolean dryRun;

    @ArgGroup(exclusive = true)
    private @Nullable Earlier earlier;

    @Option(names = "--json", description = "Prints the end result as the HTTP call answers it.")
    private boolean json;

    /** What is done to a run that was started before. */
    private static final class Earlier {

        @Option(names = "--follow", paramLabel = "<run>", description = "Shows a run until it ends.")
        private @Nullable Long follow;

        @Option(names = "--resume", paramLabel = "<run>", description = "Has a run go on that was paused.")
        private @Nullable Long resume;

        @Option(names = "--retry-failed", paramLabel = "<run>", description = "Tries the documents again that failed.")
        private @Nullable Long retryFailed;

        @Option(
                names = "--finalize",
                paramLabel = "<run>",
                description = "Removes the rows of the documents that a run has imported and verified.")
        private @Nullable Long finalizeRun;

        private long done(BeanFactory beans) {
            DocumentImports imports = beans.getBean(DocumentImports.class);
            if (follow != null) {
                return follow;
            }
            if (resume != null) {
                beans.getBean("importRuns", DrivenRuns.class).resume(resume);
                return resume;
            }
            if (retryFailed != null) {
                imports.retryFailed(retryFailed);
                return retryFailed;
            }
            long run = Objects.requireNonNull(finalizeRun);
            imports.finalizeRun(run);
            return run;
        }
    }

    @Override
    public Exit run(BeanFactory beans, Screen screen) throws InterruptedException {
        if (earlier != null) {
            return follow(earlier.done(beans), beans, screen);
        }
        ImportOrder order = ImportOrder.of(Parameters.of(Map.of("company_id", company)));
        if (dryRun) {
            return tell(beans.getBean(ImportForecast.class).of(order), screen);
        }
        return follow(started(order, beans.getBean(DocumentImports.class), screen), beans, screen);
    }

    /** The run, or the one that does the same already. */
    private static long started(ImportOrder order, DocumentImports imports, Screen screen) {
        try {
            return imports.start(order).id();
        } catch (JobUnderWay underWay) {
            DocumentImport same = imports.underWay(order).orElseThrow(() -> underWay);
            screen.note(same + " is under way already");
            return same.id();
        }
    }

    private Exit follow(long run, BeanFactory beans, Screen screen) throws InterruptedException {
        DocumentImports imports = beans.getBean(DocumentImports.class);
        ImportView end = beans.getBean(JobProgress.class)
                .showUntilItRests(DocumentImport.address(run), () -> ImportView.of(imports.find(run)), screen);
        if (json) {
            screen.sayAsJson(end);
        } else {
            screen.say(end.line());
            ImportRecords records = beans.getBean(ImportRecords.class);
            records.reasons(run, ItemState.FAILED, MOST_REASONS).forEach(reason -> screen.say("  " + reason));
            records.reasons(run, ItemState.KEPT, MOST_REASONS).forEach(reason -> screen.say("  " + reason));
        }
        if (end.stage() == Stage.RESTING) {
            screen.note("It was paused; to go on: import-documents --resume " + run);
        }
        boolean whole = end.stage() == Stage.ENDED && end.failedFiles() == 0 && end.keptFiles() == 0;
        return whole ? Exit.DONE : Exit.FINDINGS;
    }

    private Exit tell(Forecast forecast, Screen screen) {
        if (json) {
            screen.sayAsJson(forecast);
        } else {
            screen.say(forecast.message());
            forecast.failing()
                    .forEach(document -> screen.say("  document " + document.documentId() + ": " + document.reason()));
        }
        return forecast.failingFiles() == 0 ? Exit.DONE : Exit.FINDINGS;
    }
}
