package com.psc.attachments.maintenance;

import com.psc.attachments.command.Command;
import com.psc.attachments.command.Exit;
import com.psc.attachments.command.Screen;
import com.psc.attachments.command.Start;
import com.psc.attachments.installation.InstallationLookup;
import com.psc.attachments.maintenance.StoreTest.CheckResult;
import com.psc.attachments.storage.StoreDoctor;
import com.psc.attachments.storage.StoresAlone;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Import;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Examines the store on S3 whether or not the service runs, or could start. */
@CommandLine.Command(
        name = "doctor",
        description =
                "Examines the bucket on S3 by writing, reading and removing objects of its own, as GET /storage/test-s3 does."
                        + " Needs no service, and disturbs none.")
public final class DoctorCommand implements Command {

    @Option(names = "--json", description = "Prints what the HTTP call answers.")
    private boolean json;

    @Import({StoresAlone.class, InstallationLookup.class})
    static class Parts {}

    @Override
    public Start start() {
        return Start.only(Parts.class);
    }

    @Override
    public Exit run(BeanFactory beans, Screen screen) {
        StoreTest test = StoreTest.of(beans.getBean(StoreDoctor.class).examine(StoreTest.FILES));
        if (json) {
            screen.sayAsJson(test);
        } else {
            test.checks().forEach(check -> tell(check, screen));
            screen.say(test.error() == null ? test.message() : test.message() + ". " + test.error());
        }
        return test.hasFindings() ? Exit.FINDINGS : Exit.DONE;
    }

    private static void tell(CheckResult check, Screen screen) {
        screen.say("%-8s%-18s%6d ms  %s".formatted(check.status(), check.name(), check.latencyMs(), check.detail()));
        if (check.remedy() != null) {
            screen.say(" ".repeat(37) + check.remedy());
        }
    }
}
