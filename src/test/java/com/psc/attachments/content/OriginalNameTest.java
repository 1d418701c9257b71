package com.psc.attachments.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a file name that a client gives. */
class OriginalNameTest {

    private static final Pattern PATH_OR_CONTROL = Pattern.compile("[/\\\\\\p{Cntrl}]");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invoice.pdf",
                "Счёт № 4711.pdf",
                "請求書 2024年.xlsx",
                "חשבונית.pdf",
                "فاتورة.pdf",
                "ใบแจ้งหนี้.pdf",
                "🧾 receipt 👍🏽.png",
                "👩‍👩‍👧‍👦 family 🏳️‍🌈 🏴󠁧󠁢󠁳󠁣󠁴󠁿.jpg",
                "O'Neil \"draft\" «final».pdf",
                "a;b=c,d&e+f.csv",
                "100%00 paid %0d%0a %2e%2e%2f.txt",
                "<b>bold<b>?*|.txt",
                "${jndi:ldap}{{7*7}} $(reboot) `ls`.txt",
                "Meeting 12:30.pdf",
                ".htaccess",
                "no extension",
                "trailing dots...",
                "CON",
                "-rf",
            })
    void aNameInAnyLanguageSurvives(String name) {
        assertThat(OriginalName.of(name).value()).isEqualTo(name);
    }

    @Test
    void combiningCharactersAreComposed() {
        String decomposed = "Re\u0301sume\u0301 A\u030Angstro\u0308m \u1112\u1161\u11AB.pdf";

        assertThat(OriginalName.of(decomposed).value()).isEqualTo("R\u00E9sum\u00E9 \u00C5ngstr\u00F6m \uD55C.pdf");
    }

    @Test
    void combiningCharactersWithoutAComposedFormStay() {
        assertThat(OriginalName.of("x\u0323\u0302\u0336.pdf").value())
                .isEqualTo(Normalizer.normalize("x\u0323\u0302\u0336.pdf", Normalizer.Form.NFC));
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd, passwd",
        "/etc/passwd, passwd",
        "C:\\Users\\ann\\y.pdf, y.pdf",
        "\\\\server\\share\\y.pdf, y.pdf",
        "a/b\\c/d.pdf, d.pdf",
        "..\\..\\windows\\win.ini, win.ini",
        "./x.pdf, x.pdf",
        "....//x.pdf, x.pdf",
    })
    void aPathIsCutToItsLastSegment(String path, String name) {
        assertThat(OriginalName.of(path).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"  a.pdf  ", "\u00A0a.pdf\u3000", "folder/ a.pdf"})
    void spaceAtTheEndsIsDropped(String raw) {
        assertThat(OriginalName.of(raw).value()).isEqualTo("a.pdf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u3000\u00A0",
                ".",
                "..",
                "...",
                ". .",
                "folder/",
                "C:\\",
                "a/..",
                "\u200B\u200D",
                "\uFEFF"
            })
    void aNameWithNothingToSeeIsRefused(String raw) {
        assertThatThrownBy(() -> OriginalName.of(raw))
                .isInstanceOf(NameRefused.class)
                .hasMessage("The file has no name.");
    }

    @ParameterizedTest
    @CsvSource({
        "0000, a control character",
        "000A, a control character",
        "000D, a control character",
        "0009, a control character",
        "001B, a control character",
        "007F, a control character",
        "0085, a control character",
        "009F, a control character",
        "061C, a character that changes the direction of text",
        "200E, a character that changes the direction of text",
        "200F, a character that changes the direction of text",
        "202A, a character that changes the direction of text",
        "202B, a character that changes the direction of text",
        "202C, a character that changes the direction of text",
        "202D, a character that changes the direction of text",
        "202E, a character that changes the direction of text",
        "2066, a character that changes the direction of text",
        "2067, a character that changes the direction of text",
        "2068, a character that changes the direction of text",
        "2069, a character that changes the direction of text",
        "2028, a line separator",
        "2029, a line separator",
        "FDD0, something that is no character",
        "FDEF, something that is no character",
        "FFFE, something that is no character",
        "FFFF, something that is no character",
        "1FFFE, something that is no character",
        "10FFFF, something that is no character",
    })
    void aNameWithAnUnsafeCharacterIsRefusedWithTheReason(String code, String kind) {
        String name = "a" + Character.toString(Integer.parseInt(code, 16)) + "b.pdf";

        assertThatThrownBy(() -> OriginalName.of(name))
                .isInstanceOfSatisfying(
                        NameRefused.class,
                        refused -> assertThat(refused.reason())
                                .isEqualTo("The file name holds " + kind + " (U+" + code + ")."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.pdf\r\n", "a\r\nSet-Cookie: x=y", "a\0/b.pdf", "\u202Edir/b.pdf"})
    void anUnsafeCharacterIsRefusedWhereverItStands(String raw) {
        assertThatThrownBy(() -> OriginalName.of(raw)).isInstanceOf(NameRefused.class);
    }

    @Test
    void halfACharacterIsRefused() {
        String halfAnEmoji = "a" + '\uD83D' + ".pdf";

        assertThatThrownBy(() -> OriginalName.of(halfAnEmoji))
                .isInstanceOf(NameRefused.class)
                .hasMessage("The file name holds something that is no character (U+D83D).");
    }

    @Test
    void aNameOf255CharactersIsKept() {
        String longest = "x".repeat(251) + ".pdf";

        assertThat(OriginalName.of(longest).value()).isEqualTo(longest).hasSize(255);
    }

    @Test
    void aNameOf256CharactersIsRefused() {
        assertThatThrownBy(() -> OriginalName.of("x".repeat(252) + ".pdf"))
                .isInstanceOf(NameRefused.class)
                .hasMessage("The file name is longer than 255 characters.");
    }

    @Test
    void charactersAreCountedAsTheDatabaseCountsThem() {
        String emoji = "\uD83D\uDE00".repeat(255);

        assertThat(OriginalName.of(emoji).value().getBytes(StandardCharsets.UTF_8))
                .hasSize(1020);
        assertThatThrownBy(() -> OriginalName.of(emoji + "x")).isInstanceOf(NameRefused.class);
    }

    @Test
    void aLongPathBeforeAShortNameDoesNotCount() {
        assertThat(OriginalName.of("folder/".repeat(100) + "a.pdf").value()).isEqualTo("a.pdf");
    }

    @Test
    void lengthIsCountedAfterComposition() {
        assertThat(OriginalName.of("e\u0301".repeat(255)).value()).isEqualTo("\u00E9".repeat(255));
    }

    @ParameterizedTest
    @CsvSource({
        "invoice.pdf, pdf",
        "INVOICE.PDF, pdf",
        "archive.tar.gz, gz",
        "TITLE.I, i",
        "movie.7z, 7z",
        ".exe, exe",
        "no extension, ''",
        "Dr. Smith, ''",
        "photo.jpg (1), ''",
        "файл.документ, ''",
        "evil.exe., exe",
        "evil.exe. . ., exe",
        "'evil.exe ', exe",
        "evil.exe:x, exe",
        "evil.exe::$DATA, exe",
        "Meeting 12:30.pdf, pdf",
        "evil.e\u200Dxe, exe",
        "evil.\uFF45\uFF58\uFF45, exe",
        "evil\uFF0Eexe, exe",
    })
    void theExtensionIsWhatASystemWouldGoBy(String name, String extension) {
        assertThat(OriginalName.of(name).extension()).isEqualTo(extension);
    }

    @Test
    void anExtensionTooLongToBeOneIsNone() {
        assertThat(OriginalName.of("a." + "x".repeat(33)).extension()).isEmpty();
        assertThat(OriginalName.of("a." + "x".repeat(32)).extension()).hasSize(32);
    }

    @Test
    void everyCharacterOfUnicodeIsKeptAndUnchangedTheSecondTimeOrRefused() {
        int kept = 0;
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            if (isKept(character)) {
                kept++;
            }
        }
        int surrogates = 2048;
        int noncharacters = 32 + 2 * 17;
        int controls = 65;
        int separators = 2;
        int directional = 12;
        assertThat(kept)
                .isEqualTo(Character.MAX_CODE_POINT
                        + 1
                        - surrogates
                        - noncharacters
                        - controls
                        - separators
                        - directional);
    }

    private static boolean isKept(int character) {
        OriginalName name;
        try {
            name = OriginalName.of("a" + Character.toString(character) + "b.pdf");
        } catch (NameRefused refused) {
            return false;
        }
        if (!OriginalName.of(name.value()).equals(name)
                || PATH_OR_CONTROL.matcher(name.value()).find()) {
            throw new AssertionError(String.format("U+%04X", character));
        }
        return true;
    }
}
