package com.psc.attachments.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** setup-s3 as a program: with an environment, without a terminal and at one. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class SetupS3ProcessTest {

    private static final Path PTY = Path.of("/usr/bin/script");

    private record Ended(int code, String results, String remarks) {}

    /** What is answered when the last line on the screen is such a question. */
    private record Answer(String question, String text) {}

    @TempDir
    private Path folder;

    private final S3Server server = S3Server.shared();
    private final String bucket = "bucket-" + UUID.randomUUID();

    @AfterEach
    void clear() {
        if (isThere()) {
            server.deleteBucket(bucket);
        }
    }

    @Test
    void credentialsOfTheEnvironmentAreUsedAndKeptWhenThatIsAskedFor() throws Exception {
        Map<String, String> surroundings = Map.of(
                "AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY,
                "AWS_REGION", "us-west-2");
        String endpoint = server.endpoint().toString();

        Ended first = run(surroundings, "--bucket", bucket, "--endpoint", endpoint, "--create");

        String written = "S3_BUCKET=" + bucket + "\nAWS_REGION=us-west-2\nS3_ENDPOINT=" + endpoint + "\n";
        assertThat(first.code()).as(first.toString()).isZero();
        assertThat(Files.readString(env())).isEqualTo(written);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(env())))
                .isEqualTo("rw-------");

        Ended second = run(surroundings, "--region", "us-east-1", "--save-credentials");

        assertThat(Files.readString(env()))
                .isEqualTo(written.replace("us-west-2", "us-east-1") + "AWS_ACCESS_KEY_ID=" + S3Server.ACCESS_KEY
                        + "\nAWS_SECRET_ACCESS_KEY=" + S3Server.SECRET_KEY + "\n");
        assertThat(second.results())
                .contains("environment     sets AWS_REGION to something else, which goes before .env");
        assertThat(second.results() + second.remarks()).doesNotContain(S3Server.SECRET_KEY);
        assertThat(second.code()).isEqualTo(1);
    }

    @Test
    void withoutCredentialsAndATerminalItEnds() throws Exception {
        Ended end = run(
                Map.of(), "--bucket", bucket, "--endpoint", server.endpoint().toString(), "--create");

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.remarks()).startsWith("No credentials for S3: set AWS_ACCESS_KEY_ID");
        assertThat(end.results()).isEmpty();
        assertThat(env()).doesNotExist();
    }

    @Test
    void atATerminalItAsksForWhatItWasNotTold() throws Exception {
        assumeThat(PTY).as("what gives a program a terminal").exists();

        Ended end = atATerminal(
                new Answer("Bucket:", bucket),
                new Answer("Address of the S3 server", server.endpoint().toString()),
                new Answer("Region", ""),
                new Answer("AWS_ACCESS_KEY_ID:", S3Server.ACCESS_KEY),
                new Answer("AWS_SECRET_ACCESS_KEY:", S3Server.SECRET_KEY),
                new Answer("Make it? [y/N]", "y"),
                new Answer("It moves nothing. [y/N]", "n"));

        assertThat(end.code()).as(end.results()).isZero();
        assertThat(end.results()).contains(bucket + " is made").doesNotContain(S3Server.SECRET_KEY);
        assertThat(Files.readString(env()))
                .isEqualTo(
                        "S3_BUCKET=%s%nAWS_REGION=us-east-1%nS3_ENDPOINT=%s%nAWS_ACCESS_KEY_ID=%s%nAWS_SECRET_ACCESS_KEY=%s%n"
                                .formatted(bucket, server.endpoint(), S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
    }

    @Test
    void atATerminalNothingIsMadeThatNobodyAgreedTo() throws Exception {
        assumeThat(PTY).as("what gives a program a terminal").exists();
        Files.writeString(
                env(),
                "S3_BUCKET=%s%nS3_ENDPOINT=%s%nAWS_ACCESS_KEY_ID=%s%nAWS_SECRET_ACCESS_KEY=%s%n"
                        .formatted(bucket, server.endpoint(), S3Server.ACCESS_KEY, S3Server.SECRET_KEY));

        Ended end = atATerminal(new Answer("Make it? [y/N]", ""));

        assertThat(end.code()).as(end.results()).isEqualTo(2);
        assertThat(isThere()).isFalse();
    }

    private boolean isThere() {
        return server.client().listBuckets().buckets().stream()
                .anyMatch(found -> found.name().equals(bucket));
    }

    private Path env() {
        return folder.resolve(".env");
    }

    private Ended run(Map<String, String> environment, String... options) throws Exception {
        Path results = folder.resolve("out");
        Path remarks = folder.resolve("err");
        Process process = in(environment, command(options))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(results.toFile())
                .redirectError(remarks.toFile())
                .start();
        return new Ended(ended(process), Files.readString(results), Files.readString(remarks));
    }

    private Ended atATerminal(Answer... answers) throws Exception {
        String command = String.join(
                " ", command().stream().map(word -> "'" + word + "'").toList());
        Process process = in(Map.of(), List.of(PTY.toString(), "-qec", command, "/dev/null"))
                .redirectErrorStream(true)
                .start();
        StringBuilder shown = new StringBuilder();
        Iterator<Answer> left = List.of(answers).iterator();
        Answer next = left.next();
        InputStream screen = process.getInputStream();
        for (int character = screen.read(); character >= 0; character = screen.read()) {
            shown.append((char) character);
            String line = shown.substring(shown.lastIndexOf("\n") + 1);
            if (character == ' ' && line.contains(next.question()) && line.matches(".*(:|]) ")) {
                process.getOutputStream().write((next.text() + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
                next = left.hasNext() ? left.next() : new Answer("no further question", "");
            }
        }
        return new Ended(ended(process), shown.toString(), "");
    }

    private static int ended(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private ProcessBuilder in(Map<String, String> environment, List<String> command) {
        ProcessBuilder program = new ProcessBuilder(command).directory(folder.toFile());
        program.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("S3_"));
        // Where the SDK looks for credentials besides.
        program.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        program.environment()
                .put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
        program.environment().put("AWS_CONFIG_FILE", folder.resolve("none").toString());
        program.environment().putAll(environment);
        return program;
    }

    private static List<String> command(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                "com.psc.attachments.AttachmentsApplication",
                "setup-s3"));
        command.addAll(List.of(options));
        return command;
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((one, other) -> one + File.pathSeparator + other)
                .orElseThrow();
    }
}
