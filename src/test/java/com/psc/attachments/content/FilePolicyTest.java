package com.psc.attachments.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Which types are accepted, how large each may be, and what the settings change of it. */
class FilePolicyTest {

    private static final long MB = 1024 * 1024;

    private final FilePolicy policy = new FilePolicy(FileSettings.ofContract());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "document    | pdf doc docx odt                 | 50",
                "document    | txt rtf                          | 10",
                "spreadsheet | xls xlsx ods                     | 50",
                "spreadsheet | csv                              | 10",
                "image       | jpg jpeg png bmp tiff webp       | 20",
                "image       | gif                              | 10",
                "archive     | zip rar 7z tar gz                | 100",
                "data        | xml json                         | 10",
                "other       | mov html md exe1 tif pptx        | 25",
            })
    void theContractsTableHolds(String category, String extensions, int megabytes) {
        for (String extension : extensions.split(" ")) {
            FileType type = policy.admit(OriginalName.of("a." + extension));

            assertThat(type.category().value()).as(extension).isEqualTo(category);
            assertThat(type.limit()).as(extension).isEqualTo(megabytes * MB);
            assertThat(type.extension()).isEqualTo(extension);
        }
    }

    @Test
    void aNameWithoutExtensionIsOfTheCategoryOther() {
        FileType type = policy.admit(OriginalName.of("README"));

        assertThat(type).isEqualTo(new FileType("", FileCategory.OTHER, 25 * MB, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.exe",
                "a.bat",
                "a.cmd",
                "a.com",
                "a.scr",
                "a.vbs",
                "a.js",
                "A.EXE",
                "invoice.pdf.exe",
                ".exe",
                "a.exe.",
                "a.exe ",
                "a.exe . .",
                "a.exe:x",
                "a.exe:x.txt",
                "a.exe::$DATA",
                "C:a.exe",
                "x/a.exe",
                "a.\uFF45\uFF58\uFF45",
                "a.ex\u00ADe",
                "a.j\u017F",
            })
    void aBlockedNameIsRefused(String name) {
        assertThatThrownBy(() -> policy.admit(OriginalName.of(name))).isInstanceOf(TypeBlocked.class);
    }

    @Test
    void theRefusalSaysWhichExtensionIsBlocked() {
        assertThatThrownBy(() -> policy.admit(OriginalName.of("Invoice.EXE:note.txt")))
                .isInstanceOfSatisfying(TypeBlocked.class, blocked -> {
                    assertThat(blocked.extension()).isEqualTo("exe");
                    assertThat(blocked.reason()).isEqualTo("Files of the type .exe are not accepted.");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"exe", "my.exe.pdf", "a.exe2", "a.json", "com", "example.com.pdf"})
    void aNameThatOnlyResemblesABlockedOneIsAdmitted(String name) {
        assertThat(policy.admit(OriginalName.of(name)).limit()).isPositive();
    }

    @Test
    void aFileOfExactlyTheLimitFits() {
        policy.admit(OriginalName.of("a.gif")).requireWithinLimit(10 * MB);
    }

    @Test
    void aFileOneByteOverTheLimitDoesNot() {
        FileType gif = policy.admit(OriginalName.of("a.gif"));

        assertThatThrownBy(() -> gif.requireWithinLimit(10 * MB + 1))
                .isInstanceOfSatisfying(FileTooLarge.class, tooLarge -> {
                    assertThat(tooLarge.limit()).isEqualTo(10 * MB);
                    assertThat(tooLarge.extension()).isEqualTo("gif");
                    assertThat(tooLarge).hasMessage("A .gif file may have at most 10485760 bytes.");
                });
    }

    @Test
    void theSupportedTypesAreThoseOfTheTableInAlphabeticalOrder() {
        assertThat(policy.supportedTypes())
                .containsExactly(
                        "7z", "bmp", "csv", "doc", "docx", "gif", "gz", "jpeg", "jpg", "json", "ods", "odt", "pdf",
                        "png", "rar", "rtf", "tar", "tiff", "txt", "webp", "xls", "xlsx", "xml", "zip");
    }

    @Test
    void theLargestLimitIsThatOfArchives() {
        assertThat(policy.largestLimit()).isEqualTo(100 * MB);
    }

    @Test
    void limitsCanBeOverridden() {
        FilePolicy own = limited(" PDF = 200mb ,.mov=1GB, *=30MB,txt=512");

        assertThat(limit(own, "a.pdf")).isEqualTo(200 * MB);
        assertThat(limit(own, "a.mov")).isEqualTo(1024 * MB);
        assertThat(limit(own, "a.anything")).isEqualTo(30 * MB);
        assertThat(limit(own, "a.txt")).isEqualTo(512);
        assertThat(limit(own, "a.docx")).isEqualTo(50 * MB);
        assertThat(own.largestLimit()).isEqualTo(1024 * MB);
        assertThat(own.supportedTypes()).contains("mov").hasSize(25);
    }

    @Test
    void anOverriddenTypeKeepsItsCategory() {
        assertThat(limited("pdf=1B").admit(OriginalName.of("a.pdf")))
                .isEqualTo(new FileType("pdf", FileCategory.DOCUMENT, 1, Optional.of("application/pdf")));
    }

    @Test
    void theLimitOfOtherTypesCanBeTheLargest() {
        assertThat(limited("*=5GB").largestLimit()).isEqualTo(5 * 1024 * MB);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "pdf                   | 'pdf' has no size",
                "pdf=                  | 'pdf=' has no size that can be read",
                "pdf=lots              | 'pdf=lots' has no size that can be read",
                "pdf=1.5MB             | 'pdf=1.5MB' has no size that can be read",
                "pdf=10XB              | 'pdf=10XB' has no size that can be read",
                "pdf=99999999999999TB  | 'pdf=99999999999999TB' has no size that can be read",
                "pdf=0                 | 'pdf=0' has a size below one byte",
                "pdf=-1MB              | 'pdf=-1MB' has a size below one byte",
                "=10MB                 | '=10MB' names no file extension",
                "a b=10MB              | 'a b=10MB' names no file extension",
                "tar.gz=10MB           | 'tar.gz=10MB' names no file extension",
                "pdf=1MB,PDF=2MB       | 'PDF=2MB' is a second limit for the same type",
                "*=1MB,*=2MB           | '*=2MB' is a second limit for the same type",
                "pdf=1MB,              | '' has no size",
            })
    void aLimitThatCannotBeUnderstoodIsRefusedByNameWithWhatItTakes(String setting, String fault) {
        assertThatThrownBy(() -> limited(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("FILE_LIMITS: " + fault
                        + ". It takes an extension, or * for all types without a limit of their own, and a size in B, KB,"
                        + " MB, GB or TB for each, separated by commas: pdf=200MB,mov=1GB,*=30MB");
    }

    @Test
    void otherExtensionsCanBeBlockedInstead() {
        FilePolicy own = new FilePolicy(new FileSettings("", List.of("HTML", ".zip")));

        assertThatThrownBy(() -> own.admit(OriginalName.of("a.html"))).isInstanceOf(TypeBlocked.class);
        assertThatThrownBy(() -> own.admit(OriginalName.of("a.zip"))).isInstanceOf(TypeBlocked.class);
        assertThat(own.supportedTypes()).doesNotContain("zip").contains("pdf");
        assertThat(limit(own, "a.bat")).isEqualTo(25 * MB);
    }

    @Test
    void aBlockedExtensionThatIsNoneIsRefusedByName() {
        assertThatThrownBy(() -> new FilePolicy(new FileSettings("", List.of("exe", "*"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("FILE_BLOCKED: '*' is no file extension. It takes extensions, separated by commas:"
                        + " exe,bat,cmd,com,scr,vbs,js");
    }

    @Test
    void aLimitForABlockedTypeIsAContradiction() {
        assertThatThrownBy(() -> limited("exe=1MB"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FILE_LIMITS")
                .hasMessageContaining("FILE_BLOCKED")
                .hasMessageContaining("'exe'");
    }

    @Test
    void theSettingsComeFromTheConfiguration() {
        service()
                .withPropertyValues("psc.files.limits=pdf=2MB", "psc.files.blocked=exe, html")
                .run(context -> {
                    FilePolicy configured = context.getBean(FilePolicy.class);
                    assertThat(limit(configured, "a.pdf")).isEqualTo(2 * MB);
                    assertThatThrownBy(() -> configured.admit(OriginalName.of("a.html")))
                            .isInstanceOf(TypeBlocked.class);
                });
    }

    @Test
    void emptySettingsCountAsUnset() {
        service().withPropertyValues("psc.files.limits=", "psc.files.blocked=").run(context -> {
            FilePolicy configured = context.getBean(FilePolicy.class);
            assertThat(configured.supportedTypes()).isEqualTo(policy.supportedTypes());
            assertThatThrownBy(() -> configured.admit(OriginalName.of("a.exe"))).isInstanceOf(TypeBlocked.class);
        });
    }

    @Test
    void aWrongSettingStopsTheStart() {
        service()
                .withPropertyValues("psc.files.limits=pdf=huge")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageStartingWith("FILE_LIMITS: 'pdf=huge'"));
    }

    private static ApplicationContextRunner service() {
        return new ApplicationContextRunner().withUserConfiguration(ContentConfiguration.class);
    }

    private static FilePolicy limited(String limits) {
        return new FilePolicy(new FileSettings(limits, List.of()));
    }

    private static long limit(FilePolicy policy, String name) {
        return policy.admit(OriginalName.of(name)).limit();
    }
}
