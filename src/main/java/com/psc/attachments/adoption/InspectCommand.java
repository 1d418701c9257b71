package com.psc.attachments.adoption;

import com.psc.attachments.command.Command;
import com.psc.attachments.command.Exit;
import com.psc.attachments.command.Screen;
import com.psc.attachments.command.Start;
import com.psc.attachments.database.NamedDatabase;
import java.util.OptionalDouble;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine;

/** Tells what the service would find in a former installation if it were started there, and changes nothing. */
@CommandLine.Command(
        name = "inspect",
        description =
                "Tell what would be taken over from a former installation, and what is amiss there. Changes nothing.")
public final class InspectCommand implements Command {

    private static final String NO_DATABASE =
            "DATABASE_URL is not set, nor DB_HOST: set one of them to the database of the former installation";

    private static final String NO_ANSWER = "The database that DATABASE_URL or DB_HOST names cannot be looked at: %s."
            + " Start PostgreSQL, or correct DATABASE_URL (or DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD)";

    @CommandLine.Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @CommandLine.Option(
            names = "--list",
            paramLabel = "N",
            defaultValue = "20",
            description = "Name the first N of each kind of finding; 20 if not given.")
    private int examples;

    @Override
    public Start start() {
        return Start.only(InspectConfiguration.class);
    }

    @Override
    public Exit run(BeanFactory beans, Screen screen) throws InterruptedException {
        if (beans.getBeanProvider(NamedDatabase.class).stream().findAny().isEmpty()) {
            throw new CannotInspect(NO_DATABASE);
        }
        InspectionReport report = report(beans.getBean(Inspection.class), screen);
        if (json) {
            screen.sayAsJson(report);
        } else {
            new ReportText(report).lines().forEach(screen::say);
        }
        return report.hasFindings() ? Exit.FINDINGS : Exit.DONE;
    }

    private InspectionReport report(Inspection inspection, Screen screen) throws InterruptedException {
        try {
            return inspection.report(
                    examples,
                    (rows, all) -> screen.progress(
                            "Looked at %,d of %,d rows".formatted(rows, all), OptionalDouble.of((double) rows / all)));
        } catch (DataAccessException | TransactionException e) {
            String reason =
                    String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            throw new CannotInspect(NO_ANSWER.formatted(reason.replaceAll("\\s+", " ")), e);
        }
    }
}
