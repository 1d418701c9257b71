package com.psc.attachments.storage.s3;

import com.psc.attachments.command.Command;
import com.psc.attachments.command.Exit;
import com.psc.attachments.command.Screen;
import com.psc.attachments.command.Start;
import com.psc.attachments.installation.InstallationId;
import com.psc.attachments.installation.InstallationLookup;
import com.psc.attachments.settings.SettingsFile;
import com.psc.attachments.storage.s3.SetupOrder.Wish;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.modulith.NamedInterface;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Sets up a bucket and this installation for each other. */
@NamedInterface("setup")
@CommandLine.Command(
        name = "setup-s3",
        description = {
            "Sets up a bucket for files: looks at the credentials, makes and protects the bucket if asked, prints or gives the least"
                    + " IAM policy, writes the settings into .env, has the doctor examine all that, and offers to count what a"
                    + " migration would move. A second time it changes nothing.",
            "Credentials come from the settings or from where the AWS SDK finds them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
                    + " AWS_PROFILE, a role. On a terminal it asks for what is missing; elsewhere it asks nothing."
        })
public final class SetupS3Command implements Command {

    /** Does another command of the jar. */
    @NamedInterface("setup")
    public interface OtherCommands {
        /** @return its exit code */
        int run(String... arguments);
    }

    private static final String SETTING = "As the setting ";

    private final OtherCommands others;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Set<Wish> wishes = EnumSet.noneOf(Wish.class);

    @Option(
            names = "--env-file",
            paramLabel = "<path>",
            description = "Where the settings are written. By default .env in the working directory.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--print-policy", description = "Prints the least IAM policy for the bucket and does nothing else.")
    private boolean policyOnly;

    @ArgGroup(exclusive = true)
    private Holder holder = new Holder();

    /** Whom the policy is for. */
    private static final class Holder {

        @Option(
                names = "--iam-user",
                paramLabel = "<name>",
                description = "The user that the service acts as. By default whoever has the credentials.")
        private Optional<String> user = Optional.empty();

        @Option(names = "--iam-role", paramLabel = "<name>", description = "The role that the service acts as.")
        private Optional<String> role = Optional.empty();

        Optional<Accounts.Holder> named() {
            return user.map(name -> new Accounts.Holder(Accounts.Kind.USER, name))
                    .or(() -> role.map(name -> new Accounts.Holder(Accounts.Kind.ROLE, name)));
        }
    }

    /** @param others for what is offered in the end */
    public SetupS3Command(OtherCommands others) {
        this.others = others;
    }

    @Option(names = "--bucket", paramLabel = "<name>", description = SETTING + "S3_BUCKET.")
    void bucket(String name) {
        settings.put("S3_BUCKET", name);
    }

    @Option(names = "--region", paramLabel = "<region>", description = SETTING + "AWS_REGION.")
    void region(String region) {
        settings.put("AWS_REGION", region);
    }

    @Option(
            names = "--endpoint",
            paramLabel = "<url>",
            description = SETTING + "S3_ENDPOINT; an empty one stands for Amazon.")
    void endpoint(String url) {
        settings.put("S3_ENDPOINT", url);
    }

    @Option(names = "--path-style", paramLabel = "<boolean>", description = SETTING + "S3_PATH_STYLE.")
    void pathStyle(String value) {
        settings.put("S3_PATH_STYLE", value);
    }

    @Option(names = "--sse", paramLabel = "<kind>", description = SETTING + "S3_SSE: AES256, aws:kms or none.")
    void encryption(String kind) {
        settings.put("S3_SSE", kind);
    }

    @Option(names = "--kms-key-id", paramLabel = "<key>", description = SETTING + "S3_KMS_KEY_ID, with aws:kms.")
    void key(String id) {
        settings.put("S3_KMS_KEY_ID", id);
    }

    @Option(names = "--expected-owner", paramLabel = "<account>", description = SETTING + "S3_EXPECTED_OWNER.")
    void owner(String account) {
        settings.put("S3_EXPECTED_OWNER", account);
    }

    @Option(names = "--checksum-mode", paramLabel = "<mode>", description = SETTING + "S3_CHECKSUM_MODE.")
    void checksums(String mode) {
        settings.put("S3_CHECKSUM_MODE", mode);
    }

    @Option(
            names = "--create",
            description =
                    "Makes the bucket if there is none. Has it encrypt, keep earlier versions, refuse plain HTTP and public"
                            + " access, and forget uploads that never ended; what others have set there stays.")
    void create(boolean wished) {
        wish(Wish.MAKE_AND_PROTECT_THE_BUCKET, wished);
    }

    @Option(names = "--apply-policy", description = "Gives that user or role the least IAM policy for the bucket.")
    void applyPolicy(boolean wished) {
        wish(Wish.GIVE_THE_POLICY, wished);
    }

    @Option(
            names = "--save-credentials",
            description = "Writes AWS_ACCESS_KEY_ID and its secret into the file, if it is these that are in use.")
    void saveCredentials(boolean wished) {
        wish(Wish.KEEP_CREDENTIALS, wished);
    }

    @Option(names = "--activate", description = "Has new files go to the bucket, if files can be kept there.")
    void activate(boolean wished) {
        wish(Wish.USE_FOR_NEW_FILES, wished);
    }

    @Option(names = "--migration-dry-run", description = "Counts what a migration to the bucket would move.")
    void migrationDryRun(boolean wished) {
        wish(Wish.TRY_THE_MIGRATION, wished);
    }

    @Option(
            names = {"-y", "--yes"},
            description = "Yes to whatever would be asked on a terminal.")
    void yes(boolean wished) {
        wish(Wish.WHATEVER_IS_ASKED, wished);
    }

    private void wish(Wish wish, boolean wished) {
        if (wished) {
            wishes.add(wish);
        }
    }

    /** The doctor wants to know whose a store is that has an owner. */
    @Import(InstallationLookup.class)
    static class Parts {}

    @Override
    public Start start() {
        return Start.only(Parts.class);
    }

    @Override
    public Exit run(BeanFactory beans, Screen screen) {
        SettingsFile usual = SettingsFile.ofTheService(beans.getBean(Environment.class));
        SettingsFile written = file.map(SettingsFile::new).orElse(usual);
        StoreSetup setup = new StoreSetup(new SetupOrder(settings, written, holder.named(), wishes), screen);
        return policyOnly
                ? setup.printPolicy()
                : setup.run(
                        Optional.ofNullable(
                                beans.getBeanProvider(InstallationId.class).getIfAvailable()),
                        written.isTheSameAs(usual) ? Optional.of(others) : Optional.empty());
    }
}
