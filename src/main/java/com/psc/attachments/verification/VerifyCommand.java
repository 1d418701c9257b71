package com.psc.attachments.verification;

import com.psc.attachments.command.Command;
import com.psc.attachments.command.Exit;
import com.psc.attachments.command.Screen;
import com.psc.attachments.job.JobProgress;
import com.psc.attachments.job.JobView.Stage;
import com.psc.attachments.request.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.BeanFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Reads files again, and follows runs that do. */
@CommandLine.Command(
        name = "verify",
        description =
                "Reads files again and compares length and SHA-256, as POST /storage/verifications does, and shows how that is"
                        + " getting on. A run that is interrupted goes on with the next start of the service, or with --follow.")
public final class VerifyCommand implements Command {

    private static final int MOST_FINDINGS = 100;

    @Option(names = "--storage-backend", paramLabel = "<backend>", description = "Only what lies there: local or s3.")
    private Optional<String> backend = Optional.empty();

    @Option(names = "--company-id", paramLabel = "<id>", description = "Only that company's files.")
    private Optional<String> company = Optional.empty();

    @Option(names = "--sample", paramLabel = "<files>", description = "Only so many of them, drawn by lot.")
    private Optional<String> sample = Optional.empty();

    @Option(names = "--ids", paramLabel = "<ids>", description = "Only the attachments of these ids: 1,2,3.")
    private Optional<String> ids = Optional.empty();

    @Option(names = "--follow", paramLabel = "<run>", description = "Starts none, but shows that one until it ends.")
    private Optional<Long> earlier = Optional.empty();

    @Option(names = "--json", description = "Prints the end result as the HTTP call answers it.")
    private boolean json;

    @Override
    public Exit run(BeanFactory beans, Screen screen) throws InterruptedException {
        Verifications verifications = beans.getBean(Verifications.class);
        Verification run = earlier.map(verifications::find)
                .orElseGet(() -> verifications.start(beans.getBean(VerificationOrders.class)
                        .of(Parameters.of(Map.of(
                                "storage_backend", backend, "company_id", company, "sample", sample, "ids", ids)))));
        VerificationView end = beans.getBean(JobProgress.class)
                .showUntilItRests(
                        Verification.address(run.id()),
                        () -> VerificationView.of(verifications.find(run.id())),
                        screen);
        List<Finding> findings =
                beans.getBean(VerificationRecords.class).findings(run.id(), 0, Optional.empty(), MOST_FINDINGS);
        if (json) {
            screen.sayAsJson(end);
        } else {
            screen.say(end.line());
            findings.forEach(finding -> screen.say("  attachment %d of company %s is %s: %s, %s"
                    .formatted(
                            finding.attachmentId(),
                            finding.company(),
                            finding.state().label(),
                            finding.location(),
                            finding.reason())));
        }
        return findings.isEmpty() && end.stage() == Stage.ENDED ? Exit.DONE : Exit.FINDINGS;
    }
}
