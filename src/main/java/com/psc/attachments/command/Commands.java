package com.psc.attachments.command;

import com.psc.attachments.database.DatabaseOutage;
import com.psc.attachments.request.InvalidParameter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Reads a command line and does what it says. */
public final class Commands {

    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    private static final String JAR = "java -jar psc-attachments.jar";
    private static final String OWN = "com.psc.attachments.";

    private static final String[] FOR_COMMANDS = {
        "--spring.main.banner-mode=off",
        "--logging.threshold.console=warn",
        // It says at length what Spring Boot then says shortly.
        "--logging.level.org.springframework=error",
        // It would warn of the recurring work that a command leaves to the servers.
        "--logging.level.com.github.kagkarlsson=error",
        "--psc.instance.kind=command"
    };

    private final Class<?> service;
    private final List<String> settings;
    private final List<Command> commands;

    /** @param service the main configuration of the service */
    public Commands(Class<?> service, Command... commands) {
        this(service, List.of(), List.of(commands));
    }

    private Commands(Class<?> service, List<String> settings, List<Command> commands) {
        this.service = service;
        this.settings = settings;
        this.commands = commands;
    }

    /** Whether a command is called, or help is wanted; otherwise the service is to start, for which such arguments are properties. */
    public static boolean areCalledBy(String... arguments) {
        return arguments.length > 0
                && (!arguments[0].startsWith("-")
                        || List.of("-h", "--help", "-V", "--version").contains(arguments[0]));
    }

    /**
     * The same commands with settings that go before all others.
     *
     * @param settings as properties: {@code a.b=c}
     */
    public Commands with(Collection<String> settings) {
        return new Commands(service, List.copyOf(settings), commands);
    }

    /**
     * Does what the process was started for and leaves standard output to its results alone: whatever else prints, to standard
     * error.
     *
     * @return the process's exit code
     */
    public int run(String... arguments) {
        PrintStream results = utf8(FileDescriptor.out);
        PrintStream remarks = utf8(FileDescriptor.err);
        System.setOut(remarks);
        System.setErr(remarks);
        return run(new Screen(results, remarks, Screen.terminal()), arguments);
    }

    /** Does what the arguments say. Prints there; a start that fails is logged. */
    public int run(Screen screen, String... arguments) {
        CommandLine line = new CommandLine(root());
        commands.forEach(line::addSubcommand);
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
        return line.setOut(screen.help())
                .setErr(screen.complaints())
                .setExecutionExceptionHandler((failure, called, parsed) -> {
                    screen.note(message(failure));
                    return Exit.CANNOT.code();
                })
                .setExecutionStrategy(parsed -> execute(parsed, screen))
                .execute(arguments);
    }

    private static PrintStream utf8(FileDescriptor stream) {
        return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }

    private static CommandSpec root() {
        CommandSpec root = CommandSpec.create().name(JAR).mixinStandardHelpOptions(true);
        root.versionProvider(() -> new String[] {
            "PSC Attachments "
                    + Optional.ofNullable(Commands.class.getPackage().getImplementationVersion())
                            .orElse("unpacked")
        });
        root.usageMessage()
                .description(
                        "Without a command the service starts. What a command needs to know besides its options, it takes from"
                                + " the settings: the environment, and .env in the working directory.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        return root;
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "done");
        codes.put("1", "done, and something found that needs a look");
        codes.put("2", "not done");
        return codes;
    }

    private int execute(ParseResult parsed, Screen screen) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        if (!parsed.hasSubcommand()) {
            throw new CommandLine.ParameterException(parsed.commandSpec().commandLine(), "Which command?");
        }
        Command command = (Command) parsed.subcommand().commandSpec().userObject();
        return run(command, parsed.subcommand(), screen).code();
    }

    private Exit run(Command command, ParseResult parsed, Screen screen) {
        ConfigurableApplicationContext context;
        try {
            context = application(command.start()).run(properties());
        } catch (RuntimeException logged) {
            // By Spring Boot, with what to do about it.
            return Exit.CANNOT;
        }
        try (context) {
            return command.run(context.getBeanFactory(), screen);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            screen.note("Told to end");
        } catch (InvalidParameter e) {
            screen.note(option(e, parsed) + " " + e.takes());
        } catch (Exception e) {
            screen.note(message(e));
        }
        return Exit.CANNOT;
    }

    private String[] properties() {
        return Stream.concat(settings.stream().map(setting -> "--" + setting), Stream.of(FOR_COMMANDS))
                .toArray(String[]::new);
    }

    private SpringApplication application(Start start) {
        if (start.only().isPresent()) {
            return new SpringApplicationBuilder(start.only().get())
                    .web(WebApplicationType.NONE)
                    .build();
        }
        SpringApplication application = new SpringApplication(service);
        application.addInitializers(
                context -> context.getBeanFactory().registerSingleton("noRequests", new NoRequests()));
        return application;
    }

    /** The option that stands for a parameter of HTTP calls, if there is one. */
    private static String option(InvalidParameter invalid, ParseResult parsed) {
        String name = "--" + invalid.parameter().replace('_', '-');
        return parsed.commandSpec().findOption(name) == null ? invalid.parameter() : name;
    }

    private static String message(Exception failure) {
        if (failure.getClass().getName().startsWith(OWN)) {
            return String.valueOf(failure.getMessage());
        }
        if (DatabaseOutage.causes(failure)) {
            return "The database does not answer: "
                    + NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
        }
        log.error("The command broke; report this as a defect", failure);
        return "It broke: " + failure;
    }
}
