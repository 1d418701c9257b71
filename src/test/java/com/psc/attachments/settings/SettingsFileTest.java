package com.psc.attachments.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.psc.attachments.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.Environment;

/** Changes to a {@code .env} file that somebody has made his own. */
class SettingsFileTest {

    private static final String HARD =
            "# Ours\r\n\r\n  export  S3_BUCKET = old\t# the bucket\r\nDB_PASSWORD='it # is'\r\n"
                    + "AWS_REGION=\"eu\\\"x\" # \"quoted\" \r\nÄ_LINE_LIKE=no\r\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A=1 | A=new",
                "A = 1 | A = new",
                "`  export A=1` | `  export A=new`",
                "A=1   # why | A=new   # why",
                "A='1' # why | A=new # why",
                "A=\"1\\\"2\" # why | A=new # why",
                "A= | A=new",
                "A=\t# why | `A=new\t# why`",
                "A=#1 | A=new",
                "A=x#1 | A=new",
                "`A=1  ` | `A=new  `",
                "A=a=b | A=new",
                "A=1;B=2;A=3;C=4 | A=1;B=2;A=new;C=4",
                "# A=0;A=1;#A=2 | # A=0;A=new;#A=2",
                "B=2 | B=2;A=new",
                "AA=1;A.B=2;a=3 | AA=1;A.B=2;a=3;A=new",
            })
    void oneValueIsExchangedAndEveryOtherByteStays(String before, String after) throws IOException {
        for (String end : List.of("\n", "\r\n", "\r")) {
            for (String begin : List.of("", "\uFEFF", end, "# Бухгалтерия" + end)) {
                Files.writeString(file(), begin + before.replace(";", end) + end);

                assertThat(set(Map.of("A", "new"))).containsExactly("A");

                assertThat(Files.readString(file())).isEqualTo(begin + after.replace(";", end) + end);
            }
        }
    }

    @Test
    void aLastLineWithoutAnEndKeepsHavingNoneUnlessAnotherFollows() throws IOException {
        Files.writeString(file(), "B=2\r\nA=1");
        set(Map.of("A", "new"));
        assertThat(Files.readString(file())).isEqualTo("B=2\r\nA=new");

        set(Map.of("C", "3"));
        assertThat(Files.readString(file())).isEqualTo("B=2\r\nA=new\r\nC=3\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "two words",
                " around ",
                "a#b",
                "a # b",
                "#a",
                "'single'",
                "\"double\"",
                "it's",
                "both ' and \"",
                "C:\\new",
                "it's C:\\new \\",
                "$HOME `id` ${x} it's",
                "$HOME",
                "one\ntwo\r\nthree",
                "a=b=c",
                "https://s3.example.org:9000/x?y=z&a",
                "Бухгалтерия",
                "arn:aws:kms:eu-central-1:111122223333:key/4f6e"
            })
    void everyValueIsReadAsItWasGiven(String value) throws IOException {
        Files.writeString(file(), "A=1 # why\nB='2'\n");

        set(inOrder("A", value, "B", value, "C", value));

        assertThat(DotEnv.read(file())).isEqualTo(Map.of("A", value, "B", value, "C", value));
        assertThat(Files.readString(file())).contains(" # why\n");
    }

    @Test
    void whatTheShellReadsIsTheSame() throws Exception {
        assumeThat(Path.of("/bin/sh")).exists();
        String value = "it's \"$HOME\" `id` C:\\new \\ #no";
        set(Map.of("A", value));

        Process shell = new ProcessBuilder("/bin/sh", "-c", ". \"$0\"; printf %s \"$A\"", file().toString()).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(value);
    }

    @Test
    void anEmptyValueEmptiesALineAndAddsNone() throws IOException {
        Files.writeString(file(), "A='1' # why\nB=2\n");

        assertThat(set(inOrder("A", "", "C", ""))).containsExactly("A");

        assertThat(Files.readString(file())).isEqualTo("A= # why\nB=2\n");
    }

    @Test
    void aFileThatSaysAllThatAlreadyIsLeftAlone() throws IOException {
        Files.writeString(file(), HARD.replace("Ä_LINE_LIKE=no\r\n", ""));
        FileTime then = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file(), then);
        Object inode = Files.getAttribute(file(), "unix:ino");

        assertThat(set(inOrder("S3_BUCKET", "old", "DB_PASSWORD", "it # is", "AWS_REGION", "eu\"x", "S3_ENDPOINT", "")))
                .isEmpty();

        assertThat(Files.getLastModifiedTime(file())).isEqualTo(then);
        assertThat(Files.getAttribute(file(), "unix:ino")).isEqualTo(inode);
    }

    @Test
    void aLineThatIsNoneIsNamedAndNothingIsChanged() throws IOException {
        Files.writeString(file(), HARD);

        assertThatThrownBy(() -> set(Map.of("S3_BUCKET", "new"))).hasMessageContaining("Line 6 of the file");

        assertThat(Files.readString(file())).isEqualTo(HARD);
        assertThat(list()).containsExactly(".env");
    }

    @Test
    void aFileOfAnotherEncodingIsLeftAlone() throws IOException {
        byte[] latin = "A=\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file(), latin);

        assertThatThrownBy(() -> set(Map.of("A", "1"))).hasMessageContaining("not UTF-8");

        assertThat(file()).hasBinaryContent(latin);
    }

    @Test
    void aFolderOfThatNameIsLeftAlone() throws IOException {
        Files.createDirectory(file());

        assertThatThrownBy(() -> set(Map.of("A", "1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file().toString());
    }

    @Test
    void aNewFileIsForItsOwnerAlone() throws IOException {
        set(inOrder("S3_BUCKET", "files", "AWS_REGION", "eu-central-1"));

        assertThat(Files.readString(file())).isEqualTo("S3_BUCKET=files\nAWS_REGION=eu-central-1\n");
        assertThat(rights()).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-rw-r--", "r--------", "rwx------"})
    void theFileKeepsItsRights(String rights) throws IOException {
        Files.writeString(file(), "A=1\n");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(rights));

        set(Map.of("A", "2"));

        assertThat(rights()).isEqualTo(rights);
    }

    @Test
    void theFileKeepsItsOwnerAndGroup() throws IOException {
        Files.writeString(file(), "A=1\n");
        assumeThat((int) Files.getAttribute(file(), "unix:uid"))
                .as("only root can give a file away")
                .isZero();
        Files.setAttribute(file(), "unix:uid", 4242);
        Files.setAttribute(file(), "unix:gid", 4243);

        set(Map.of("A", "2"));

        assertThat(Files.getAttribute(file(), "unix:uid")).isEqualTo(4242);
        assertThat(Files.getAttribute(file(), "unix:gid")).isEqualTo(4243);
    }

    @Test
    void aLinkStaysOneAndWhatItLeadsToIsChanged() throws IOException {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.writeString(shared.resolve("settings"), "A=1\n");
        Files.createSymbolicLink(file(), Path.of("shared", "settings"));

        set(Map.of("A", "2"));

        assertThat(Files.isSymbolicLink(file())).isTrue();
        assertThat(shared.resolve("settings")).hasContent("A=2\n");
        Files.delete(shared.resolve("settings"));
        set(Map.of("A", "3"));
        assertThat(shared.resolve("settings")).hasContent("A=3\n");
    }

    @Test
    void nothingIsLeftBesideTheFile() throws IOException {
        set(Map.of("A", "1"));
        set(Map.of("A", "2"));

        assertThat(list()).containsExactly(".env");
    }

    @ParameterizedTest
    @MethodSource
    void ofTheEnvironmentTheFileAndWhatIsGivenTheLastCounts(Map<String, String> given, String region)
            throws IOException {
        Files.writeString(
                file(), "AWS_REGION=eu-west-1\nAWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESS_KEY=b\nAWS_SESSION_TOKEN=c\n");

        Environment environment = new SettingsFile(file()).with(given);

        assertThat(environment.getProperty("psc.s3.region", "unset")).isEqualTo(region);
    }

    static Stream<Arguments> ofTheEnvironmentTheFileAndWhatIsGivenTheLastCounts() {
        return Stream.of(
                Arguments.of(Map.of(), "eu-west-1"),
                Arguments.of(Map.of("AWS_REGION", "eu-central-1"), "eu-central-1"),
                Arguments.of(Map.of("AWS_REGION", ""), "unset"));
    }

    @Test
    void theTokenOfOtherKeysDoesNotStayWithThoseThatAreGiven() throws IOException {
        Files.writeString(file(), "AWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESS_KEY=b\nAWS_SESSION_TOKEN=c\n");

        Environment environment =
                new SettingsFile(file()).with(Map.of("AWS_ACCESS_KEY_ID", "x", "AWS_SECRET_ACCESS_KEY", "y"));

        assertThat(environment.getProperty("psc.s3.access-key-id")).isEqualTo("x");
        assertThat(environment.getProperty("psc.s3.session-token")).isNull();
    }

    @Test
    void aValueThatASettingDoesNotTakeIsRefusedByName() {
        assertThatThrownBy(() -> new SettingsFile(file()).with(Map.of("S3_SSE", "rot13")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("S3_SSE is \"rot13\"; it takes AES256, aws:kms or none.");
    }

    @Test
    void aKillInTheMiddleLeavesTheFormerFileOrTheNewOne() throws IOException {
        String rest = "# " + "x".repeat(200_000) + "\n";
        Files.writeString(file(), rest + "A=0\n");
        for (int i = 0; i < 5; i++) {
            killedWhileWriting(ThreadLocalRandom.current().nextInt(1, 30));

            assertThat(Files.readString(file())).startsWith(rest).matches("(?s).*\nA=\\d+\n");
        }
    }

    private void killedWhileWriting(int times) {
        ProcessBuilder program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writing.class.getName(),
                file().toString());
        try (ChildProcess writing = ChildProcess.start(
                        program, folder.resolve("log"), Pattern.compile("written " + times + "$"), 60)
                .process()) {
            writing.kill();
        }
    }

    /** Changes the file as fast as it can. */
    static final class Writing {

        private Writing() {}

        public static void main(String[] arguments) throws IOException {
            SettingsFile file = new SettingsFile(Path.of(arguments[0]));
            for (int i = 1; ; i++) {
                file.set(Map.of("A", String.valueOf(i)));
                System.out.println("written " + i);
            }
        }
    }

    private List<String> set(Map<String, String> settings) throws IOException {
        return new SettingsFile(file()).set(settings);
    }

    private static Map<String, String> inOrder(String... namesAndValues) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }

    private Path file() {
        return folder.resolve(".env");
    }

    private String rights() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file(), LinkOption.NOFOLLOW_LINKS));
    }

    private List<String> list() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(Path::getFileName).map(Path::toString).toList();
        }
    }
}
