package com.psc.attachments.storage.s3;

import com.psc.attachments.command.Exit;
import com.psc.attachments.command.Screen;
import com.psc.attachments.installation.InstallationId;
import com.psc.attachments.settings.SettingsFile;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.Diagnosis;
import com.psc.attachments.storage.Diagnosis.Check;
import com.psc.attachments.storage.Diagnosis.Status;
import com.psc.attachments.storage.s3.SetupOrder.Wish;
import com.psc.attachments.storage.s3.StepResult.State;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * Sets a bucket and this installation up for each other, step by step, and says of each what it did. What is so already is left
 * as it is. At a terminal it asks for what it was not told. Secrets are asked for without being shown, and never printed.
 */
final class StoreSetup {

    /** All files on S3 lie below it. */
    private static final String FILES = "attachments/";

    private static final List<String> DRY_RUN = List.of("migrate", "--source", "local", "--target", "s3", "--dry-run");

    private final SetupOrder order;
    private final SettingsFile file;
    private final Screen screen;

    /** What was asked for, and what somebody answered. */
    private final Map<String, String> chosen;

    private final List<Exit> exits = new ArrayList<>();

    StoreSetup(SetupOrder order, Screen screen) {
        this.order = order;
        this.file = order.file();
        this.screen = screen;
        this.chosen = new LinkedHashMap<>(order.settings());
    }

    /**
     * Prints the least policy, and asks nobody for anything.
     *
     * @throws CannotSetUp if no bucket is named
     */
    Exit printPolicy() {
        screen.sayAsJson(IamPolicy.of(settings(), FILES));
        return Exit.DONE;
    }

    /**
     * Does it all.
     *
     * @param installation this one, if it is known
     * @param others for what is offered in the end; empty where they would not see the settings
     * @throws CannotSetUp if there are no credentials or no bucket, or the settings cannot be written
     */
    Exit run(Optional<InstallationId> installation, Optional<SetupS3Command.OtherCommands> others) {
        askForTheBucket();
        askForCredentials();
        S3Settings settings = settings();
        try (S3Clients clients = new S3Clients(settings);
                Accounts accounts = new Accounts(settings, clients.credentials())) {
            Optional<Accounts.Identity> identity = identity(settings, clients, accounts);
            bucket(settings, new BucketSetup(settings, clients), identity);
            policy(settings, accounts, order.holder().or(() -> identity.flatMap(Accounts.Identity::holder)));
        }
        write(settings);
        Diagnosis diagnosis = new S3Doctor(settings, installation, Clock.systemUTC()).examine(FILES);
        tell(diagnosis);
        if (diagnosis.isUnusable()) {
            tell("new files", "go where they went: files cannot be kept in the bucket yet");
        } else {
            activate();
            offerMigration(others);
        }
        return exits.stream().max(Exit::compareTo).orElse(Exit.DONE);
    }

    private void askForTheBucket() {
        if (isNamed()) {
            return;
        }
        screen.ask("Bucket:").ifPresent(bucket -> chosen.put("S3_BUCKET", bucket));
        screen.ask("Address of the S3 server, if it is not Amazon's:").ifPresent(url -> chosen.put("S3_ENDPOINT", url));
        screen.ask("Region, if it is not " + environment().getProperty("psc.s3.region", "us-east-1") + ":")
                .ifPresent(region -> chosen.put("AWS_REGION", region));
    }

    private boolean isNamed() {
        return S3Configured.isTrueOf(environment());
    }

    private void askForCredentials() {
        if (!screen.isTerminal() || hasCredentials()) {
            return;
        }
        screen.note(
                "There are no credentials in the settings, nor where the AWS SDK looks for them. What you enter is kept in "
                        + file + ".");
        Optional<String> id = screen.ask("AWS_ACCESS_KEY_ID:");
        Optional<String> secret = id.flatMap(given -> screen.askSecretly("AWS_SECRET_ACCESS_KEY:"));
        if (secret.isPresent()) {
            chosen.putAll(lines(new AccessKeys(id.orElseThrow(), secret.get(), Optional.empty())));
        }
    }

    private boolean hasCredentials() {
        try (S3Clients clients = new S3Clients(settings())) {
            clients.credentials().resolveCredentials();
            return true;
        } catch (MissingCredentials e) {
            return false;
        }
    }

    /** An earlier token would not fit these keys. */
    private static Map<String, String> lines(AccessKeys keys) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("AWS_ACCESS_KEY_ID", keys.id());
        lines.put("AWS_SECRET_ACCESS_KEY", keys.secret());
        lines.put("AWS_SESSION_TOKEN", keys.sessionToken().orElse(""));
        return lines;
    }

    private Environment environment() {
        return file.with(chosen);
    }

    /** @throws CannotSetUp if no bucket is named, or settings do not go together */
    private S3Settings settings() {
        if (!isNamed()) {
            throw new CannotSetUp("No bucket is named: --bucket names one");
        }
        try {
            return Binder.get(environment()).bindOrCreate("psc.s3", S3Settings.class);
        } catch (BindException e) {
            throw new CannotSetUp(
                    String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage()), e);
        }
    }

    /** Whose the credentials are, if that is worth asking and can be known. */
    private Optional<Accounts.Identity> identity(S3Settings settings, S3Clients clients, Accounts accounts) {
        String found;
        try {
            AwsCredentials credentials = clients.credentials().resolveCredentials();
            found = settings.keys().isPresent()
                    ? "those of AWS_ACCESS_KEY_ID"
                    : "found by " + credentials.providerName().orElse("the AWS SDK");
        } catch (MissingCredentials e) {
            throw new CannotSetUp(
                    "No credentials for S3: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give this"
                            + " machine a role",
                    e);
        }
        boolean isWorthAsking = settings.isAmazons()
                || (order.asksFor(Wish.GIVE_THE_POLICY) && order.holder().isEmpty());
        if (!isWorthAsking) {
            tell("credentials", found);
            return Optional.empty();
        }
        try {
            Accounts.Identity identity = accounts.identity();
            tell("credentials", found + ", of " + identity.arn());
            return Optional.of(identity);
        } catch (RequestFailed e) {
            if (S3Errors.blamesCredentials(e)) {
                throw refused(e);
            }
            tell("credentials", found + "; STS does not tell whose they are (" + S3Errors.described(e) + ")");
            return Optional.empty();
        }
    }

    private void bucket(S3Settings settings, BucketSetup bucket, Optional<Accounts.Identity> identity) {
        Optional<RequestFailed> obstacle = bucket.obstacle();
        boolean made = obstacle.isPresent();
        if (made) {
            make(settings, bucket, obstacle.get(), identity);
        } else {
            tell("bucket", settings.bucket() + " is there, as before");
        }
        List<StepResult> steps =
                bucket.steps(FILES).stream().map(StepResult::of).toList();
        String open = steps.stream()
                .filter(step -> step.state() == State.OPEN)
                .map(step -> step.step().name())
                .collect(Collectors.joining(", "));
        boolean wanted = made
                || order.asksFor(Wish.MAKE_AND_PROTECT_THE_BUCKET)
                || (!open.isEmpty()
                        && agreed(
                                Wish.MAKE_AND_PROTECT_THE_BUCKET,
                                "Bucket " + settings.bucket() + " has not set: " + open + ". Set it now?"));
        for (StepResult step : steps) {
            tell(wanted ? step.done() : step, wanted, "--create");
        }
    }

    private void make(
            S3Settings settings, BucketSetup bucket, RequestFailed obstacle, Optional<Accounts.Identity> identity) {
        if (obstacle.status() != 404) {
            throw refused(obstacle);
        }
        String missing = "There is no bucket " + settings.bucket();
        if (!agreed(Wish.MAKE_AND_PROTECT_THE_BUCKET, missing + ". Make it?")) {
            throw new CannotSetUp(missing + "; --create makes it");
        }
        Optional<String> account = identity.map(Accounts.Identity::account);
        if (account.isPresent()
                && !settings.expectedOwner().orElse(account.get()).equals(account.get())) {
            throw new CannotSetUp("The bucket would be of account " + account.get() + ", and S3_EXPECTED_OWNER is "
                    + settings.expectedOwner().orElseThrow());
        }
        try {
            bucket.make();
        } catch (RequestFailed e) {
            throw refused(e);
        }
        Optional<RequestFailed> still = bucket.obstacle();
        if (still.isPresent()) {
            throw refused(still.get());
        }
        tell("bucket", settings.bucket() + " is made, in " + settings.region());
    }

    private static CannotSetUp refused(RequestFailed failed) {
        String bucket = failed.bucket();
        if (failed.code().filter("BucketAlreadyExists"::equals).isPresent()) {
            return new CannotSetUp(
                    "Bucket " + bucket + " is another account's: all accounts share the names, so choose another",
                    failed);
        }
        Optional<String> region = failed.status() == 301 ? S3Errors.region(failed) : Optional.empty();
        if (region.isPresent()) {
            return new CannotSetUp(
                    "Bucket " + bucket + " is in " + region.get() + ": --region " + region.get(), failed);
        }
        boolean mayBeAnothers = failed.status() == 403 && failed.action() == S3Action.LIST;
        return new CannotSetUp(
                S3Errors.translate(failed).getMessage()
                        + (mayBeAnothers && !S3Errors.blamesCredentials(failed)
                                ? "; or the bucket is another account's"
                                : ""),
                failed);
    }

    private void policy(S3Settings settings, Accounts accounts, Optional<Accounts.Holder> holder) {
        boolean wanted = order.asksFor(Wish.GIVE_THE_POLICY);
        if (holder.isEmpty()) {
            if (wanted) {
                tell("IAM policy", "given to nobody: --iam-user or --iam-role says to whom");
                exits.add(Exit.CANNOT);
            }
            print(IamPolicy.of(settings, FILES));
            return;
        }
        if (!settings.isAmazons() && !wanted) {
            print(IamPolicy.of(settings, FILES));
            return;
        }
        StepResult step = StepResult.of(new PolicyStep(settings, FILES, accounts, holder.get()));
        boolean agreed = wanted
                || (step.state() == State.OPEN
                        && agreed(
                                Wish.GIVE_THE_POLICY,
                                "Give " + holder.get() + " the least IAM policy for the bucket?"));
        StepResult result = agreed ? step.done() : step;
        if (agreed || result.state() != State.REFUSED) {
            tell(result, agreed, "--apply-policy");
        }
        if (result.state() != State.DONE && result.state() != State.SO_ALREADY) {
            print(IamPolicy.of(settings, FILES));
        }
    }

    private void print(Map<String, Object> policy) {
        tell("IAM policy", "this is the least that is needed:");
        screen.sayAsJson(policy);
    }

    private void write(S3Settings settings) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("S3_BUCKET", settings.bucket());
        lines.put("AWS_REGION", settings.region());
        lines.putAll(chosen);
        if (order.asksFor(Wish.KEEP_CREDENTIALS)) {
            settings.keys()
                    .ifPresentOrElse(
                            keys -> lines.putAll(lines(keys)),
                            () -> tell(
                                    "credentials",
                                    "not kept: the service finds them where they were found now, if it runs here"));
        }
        List<String> changed = set(lines);
        tell(
                "settings",
                changed.isEmpty()
                        ? file + " says " + String.join(", ", lines.keySet()) + ", as before"
                        : file + " says " + String.join(", ", changed) + " from now on");
        List<String> overruled = file.overruled(lines);
        if (!overruled.isEmpty()) {
            tell(
                    "environment",
                    "sets " + String.join(", ", overruled) + " to something else, which goes before " + file);
            exits.add(Exit.FINDINGS);
        }
    }

    /** The names that are set otherwise now. */
    private List<String> set(Map<String, String> lines) {
        try {
            return file.set(lines);
        } catch (IOException e) {
            throw new CannotSetUp("The settings cannot be written: " + e.getMessage(), e);
        }
    }

    private void tell(Diagnosis diagnosis) {
        Map<Status, Long> counts =
                diagnosis.checks().stream().collect(Collectors.groupingBy(Check::status, Collectors.counting()));
        tell(
                "doctor",
                "%d checks passed, %d failed, %d not made"
                        .formatted(
                                counts.getOrDefault(Status.PASSED, 0L),
                                counts.getOrDefault(Status.FAILED, 0L),
                                counts.getOrDefault(Status.SKIPPED, 0L)));
        diagnosis.checks().stream()
                .filter(check -> check.status() != Status.PASSED)
                .forEach(check -> tell(
                        "  " + check.status().name().toLowerCase(Locale.ROOT),
                        check.subject().label() + ": " + check.detail()
                                + check.remedy().map(remedy -> ". " + remedy).orElse("")));
        if (!diagnosis.failures().isEmpty()) {
            exits.add(Exit.FINDINGS);
        }
    }

    private void activate() {
        boolean active =
                environment().getProperty("psc.storage.backend", "").strip().equalsIgnoreCase(BackendName.S3.label());
        if (order.asksFor(Wish.USE_FOR_NEW_FILES)) {
            boolean changed =
                    !set(Map.of("STORAGE_BACKEND", BackendName.S3.label())).isEmpty();
            tell("new files", changed ? "go to the bucket from the next start on" : "go to the bucket, as before");
        } else if (!active) {
            tell("new files", "go to local storage until STORAGE_BACKEND is s3: --activate");
        }
    }

    private void offerMigration(Optional<SetupS3Command.OtherCommands> others) {
        if (others.isPresent()
                && agreed(
                        Wish.TRY_THE_MIGRATION, "Count what a migration to the bucket would move? It moves nothing.")) {
            int code = others.get().run(DRY_RUN.toArray(String[]::new));
            exits.add(Exit.values()[Math.min(code, Exit.CANNOT.code())]);
        } else {
            tell("migration", "to see what would move: " + String.join(" ", DRY_RUN));
        }
    }

    /** Whether it was asked for, or somebody wants it now. */
    private boolean agreed(Wish wish, String question) {
        return order.asksFor(wish)
                || order.asksFor(Wish.WHATEVER_IS_ASKED)
                || screen.ask(question + " [y/N]")
                        .filter(answer -> answer.toLowerCase(Locale.ROOT).startsWith("y"))
                        .isPresent();
    }

    private void tell(StepResult result, boolean wanted, String option) {
        String detail = switch (result.state()) {
            case OPEN -> result.detail() + "; " + option + " sets it";
            case REFUSED -> wanted ? result.detail() : "not known, and not asked for: " + result.detail();
            default -> result.detail();
        };
        tell(result.step().name(), detail);
        if (wanted && result.state() == State.REFUSED) {
            exits.add(Exit.CANNOT);
        }
    }

    private void tell(String subject, String text) {
        screen.say("%-15s %s".formatted(subject, text));
    }
}
