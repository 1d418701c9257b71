package com.psc.attachments.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NAME=value | value",
                "NAME = value | value",
                "export NAME=value | value",
                "NAME=two words | two words",
                "NAME=value # a comment | value",
                "NAME=value#no comment | value#no comment",
                "NAME=#no comment | #no comment",
                "NAME= # a comment | ``",
                "NAME= | ``",
                "NAME='' | ``",
                "NAME='a # b' # a comment | a # b",
                "NAME='C:\\new' | C:\\new",
                "NAME=C:\\new | C:\\new",
                "NAME=\"a # b\" | a # b",
                "NAME=\"say \\\"hi\\\"\" | say \"hi\"",
                "NAME=\"C:\\\\new\" | C:\\new",
                "NAME=$HOME/${x} | $HOME/${x}",
                "NAME=a=b=c | a=b=c",
                "NAME=postgresql://u:p@h/db?x='y' | postgresql://u:p@h/db?x='y'",
                "NAME=Бухгалтерия | Бухгалтерия"
            })
    void aLineIsReadAsDockerComposeReadsItButNothingIsExpanded(String line, String value) throws IOException {
        assertThat(read(line)).isEqualTo(Map.of("NAME", value));
    }

    @Test
    void anEscapeMakesAValueOfSeveralLines() throws IOException {
        assertThat(read("NAME=\"one\\ntwo\"")).isEqualTo(Map.of("NAME", "one\ntwo"));
    }

    @Test
    void emptyLinesAndCommentsSayNothing() throws IOException {
        assertThat(read("\n  \n# A=1\n   # B=2\n")).isEmpty();
    }

    @Test
    void theLaterOfTwoLinesCounts() throws IOException {
        assertThat(read("A=1\nB=2\nA=3")).isEqualTo(Map.of("A", "3", "B", "2"));
    }

    @Test
    void whatWindowsEditorsAddIsNoPartOfNamesAndValues() throws IOException {
        assertThat(read("\uFEFFA=1\r\nB=2\r\n")).isEqualTo(Map.of("A", "1", "B", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hush", "=hush", "1NAME=hush", "NA ME=hush"})
    void anyOtherLineIsNamedByItsNumberAndNotRepeated(String line) {
        assertThatThrownBy(() -> read("A=1\n" + line))
                .isInstanceOf(UnreadableSettings.class)
                .hasMessageContaining("Line 2 of the file " + file() + " is not NAME=value")
                .hasMessageNotContaining("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NAME='hush", "NAME=\"hush", "NAME='a'hush", "NAME=\"hush\\\""})
    void aQuoteWithoutItsOtherHalfIsNamedAndNotRepeated(String line) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(UnreadableSettings.class)
                .hasMessageContaining("Line 1")
                .hasMessageContaining("NAME")
                .hasMessageNotContaining("hush");
    }

    @Test
    void aFileOfAnotherEncodingIsRefused() throws IOException {
        Files.write(file(), "NAME=é".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> DotEnv.read(file())).hasMessageContaining("not UTF-8");
    }

    @Test
    void noFileSetsNothingNorDoesAFolderOfThatName() throws IOException {
        assertThat(DotEnv.read(file())).isEmpty();
        Files.createDirectory(file());
        assertThat(DotEnv.read(file())).isEmpty();
    }

    private Path file() {
        return folder.resolve(".env");
    }

    private Map<String, String> read(String content) throws IOException {
        Files.writeString(file(), content);
        return DotEnv.read(file());
    }
}
