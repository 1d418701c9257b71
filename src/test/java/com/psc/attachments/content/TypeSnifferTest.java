package com.psc.attachments.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file is by its content, and which content is refused under any name. */
class TypeSnifferTest {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final String TEXT = "text/.*|application/xml";

    private final TypeSniffer sniffer = new TypeSniffer();

    static Stream<Arguments> programs() {
        return Stream.of(
                arguments("a Windows or DOS program", windowsProgram(0x80, "PE\0\0")),
                arguments("a Windows or DOS program", windowsProgram(0x1F0, "PE\0\0")),
                arguments("a Windows or DOS program", windowsProgram(0x80, "NE")),
                arguments("a Windows or DOS program", windowsProgram(0x80, "LX")),
                arguments("a Windows or DOS program", dosProgram()),
                arguments("a Windows or DOS program", windowsProgramWithHeaderBeyondTheSample()),
                arguments("a Linux or Unix program (ELF)", bytes("7F454C46 02010100 00000000 00000000 0300 3E00")),
                arguments("a macOS program (Mach-O)", bytes("CFFAEDFE 07000001 03000000 02000000")),
                arguments("a macOS program (Mach-O)", bytes("CEFAEDFE 07000000 03000000 02000000")),
                arguments("a macOS program (Mach-O)", bytes("FEEDFACF 01000007 00000003 00000002")),
                arguments("a macOS program (Mach-O)", bytes("FEEDFACE 00000012 00000000 00000002")),
                arguments(
                        "a macOS program (universal Mach-O) or a compiled Java class",
                        bytes("CAFEBABE 00000002 01000007 00000003")),
                arguments(
                        "a macOS program (universal Mach-O) or a compiled Java class", bytes("CAFEBABE 0000003D 0010")),
                arguments("an Android program (DEX)", bytes("6465780A 30333500")),
                arguments("a WebAssembly program", bytes("0061736D 01000000")),
                arguments("a compiled AppleScript", "FasdUAS 1.101.10".getBytes(ISO_8859_1)),
                arguments("a Windows shortcut", bytes("4C000000 01140200 00000000 C0000000 00000046 9B000800")),
                arguments("a Windows Installer package", compoundFile("84100C00 0000 0000 C000 000000000046")),
                arguments("a Windows Installer package", compoundFile("86100C00 0000 0000 C000 000000000046")));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aRenamedProgramIsRefused(String kind, byte[] content) {
        for (String name : new String[] {"invoice.pdf", "a.txt", "photo.jpg", "README", "tool.bin"}) {
            assertThatThrownBy(() -> detect(name, content))
                    .as(name)
                    .isInstanceOfSatisfying(TypeBlocked.class, blocked -> {
                        assertThat(blocked.reason())
                                .isEqualTo("The content is " + kind + ", which is not accepted under any name.");
                        assertThat(blocked.extension())
                                .isEqualTo(OriginalName.of(name).extension());
                    });
        }
    }

    @Test
    void theTestsOwnClassFileIsRefused() throws IOException {
        try (InputStream self = TypeSnifferTest.class.getResourceAsStream("TypeSnifferTest.class")) {
            assertThat(self).isNotNull();
            byte[] start = self.readNBytes(TypeSniffer.SAMPLE_BYTES);

            assertThatThrownBy(() -> detect("invoice.pdf", start)).isInstanceOf(TypeBlocked.class);
        }
    }

    @Test
    @EnabledIf("thereIsAProgramOfThisSystem")
    void aProgramOfThisSystemIsRefused() throws IOException {
        try (InputStream program = Files.newInputStream(Path.of("/bin/ls"))) {
            byte[] start = program.readNBytes(TypeSniffer.SAMPLE_BYTES);

            assertThatThrownBy(() -> detect("list.csv", start)).isInstanceOf(TypeBlocked.class);
        }
    }

    static boolean thereIsAProgramOfThisSystem() {
        return Files.isExecutable(Path.of("/bin/ls"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/bin/sh\necho hello\n",
                "#! /usr/bin/env python3\nprint(1)\n",
                "#!C:\\Python\\python.exe\r\n",
                "#!/bin/sh\n\0\1\2\3 a payload of bytes",
                "@echo off\r\ndel *.*\r\n",
                "@ECHO OFF & start calc\r\n",
                "\r\n\r\nREM build\r\n:: comment\r\n@Echo Off\r\n",
                "echo off\r\n",
                "setlocal EnableDelayedExpansion\r\nset x=1\r\n",
                "#@~^ZQAAAA==@#@&tkL~K6,J_+sVKJ@#@&AAAA==^#~@",
                "Set shell = CreateObject(\"WScript.Shell\")\r\nshell.Run \"calc\"\r\n",
                "' a comment\r\nOption Explicit\r\nDim a\r\n",
                "Dim shell, name\r\nOn Error Resume Next\r\n",
                "CreateObject(\"WScript.Shell\").Run \"calc\"",
                "MsgBox \"Hello\"\r\n",
                "WScript.Echo \"Hello\"\r\n",
                "var shell = new ActiveXObject(\"WScript.Shell\");",
                "WScript.CreateObject('WScript.Shell').Run('calc');",
                "'use strict';\nconst fs = 1;",
                "// build\nconst fs = require('fs');",
                "(function () {\n  run();\n})();",
                "!function(e,t){}(this);",
                "function main(a, b) {\n}",
                "console.log('hello')",
                "alert(1)",
                "#Requires -Version 5.1\r\n",
                "[CmdletBinding()]\r\nparam()\r\n",
                "<#\r\n.SYNOPSIS\r\n Installs\r\n#>\r\n",
                "<?php system($_GET['c']);",
                "<html><head><HTA:APPLICATION ID=\"x\"/></head></html>",
                "<job id=\"x\"><script language=\"VBScript\">MsgBox 1</script></job>",
                "<?xml version=\"1.0\"?>\n<!-- c -->\n<package><job><script language='JScript'/></job></package>",
                "<?XML version=\"1.0\"?><scriptlet><script language=\"JScript\"></script></scriptlet>",
            })
    void aRenamedScriptIsRefusedInEveryEncoding(String script) {
        Stream.of(
                        script.getBytes(UTF_8),
                        (BYTE_ORDER_MARK + script).getBytes(UTF_8),
                        (BYTE_ORDER_MARK + script).getBytes(UTF_16LE),
                        (BYTE_ORDER_MARK + script).getBytes(UTF_16BE),
                        script.getBytes(UTF_16LE),
                        script.getBytes(UTF_16BE))
                .forEach(content -> assertThatThrownBy(() -> detect("notes.txt", content))
                        .as("%s", HexFormat.of().formatHex(content))
                        .isInstanceOf(TypeBlocked.class)
                        .hasMessageMatching("The content is an? .*, which is not accepted under any name\\."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MZ",
                "MZ is the abbreviation of Mozambique and of Mark Zbikowski, who was an architect of MS-DOS.\n",
                "MZ;1;2\nMZ;3;4\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t",
                "Mozilla",
                "NE corner of the building",
                "BMW AG, invoice 4711 for a car\n",
                "PK\nII*\n",
                "The script starts with\n#!/bin/sh\n",
                " #!/bin/sh",
                "# !/bin/sh",
                "name;command\nfirst;@echo off\nsecond;#!/bin/sh\nthird;\"CreateObject(\"\"WScript.Shell\"\")\"\n",
                "Please run @echo off first.\n",
                "@echo on behalf of Ann: thanks\n",
                "Echo offers you a new contract\n",
                "Echo on the line\n",
                "WScript.exe hangs, and WScript.Echo shows nothing\n",
                "Alert (urgent): pay invoice 12\n",
                "Alert(s) for customers\n",
                "Function room (large), 3 hours\n",
                "Dim sum, tea\n100.00\n",
                "Options explicitly granted\n",
                "var x\nlet us meet\nconst\n",
                "document.pdf (copy);1024\n",
                "'quoted',1\n'use',2\n",
                "rem tene, verba sequentur\n",
                "#1;2;3\n#2;3;4\n",
                "<Hello> is a greeting, <hta is not\n",
                "<html><body>Use &lt;hta:application&gt; for that</body></html>",
                "<?xml version=\"1.0\"?><package><file name=\"script\"/></package>",
                "<?xml version=\"1.0\"?><job><script>x</script></job>",
                "{\"script\": \"#!/bin/sh\"}",
                "%PDF",
                "[InternetShortcut]\nURL=https://example.com/\n",
            })
    void aTextThatOnlyMentionsSuchThingsIsAccepted(String text) {
        assertThat(detect("notes.txt", text.getBytes(UTF_8)).mime()).matches(TEXT);
        assertThat(detect("list.csv", (BYTE_ORDER_MARK + text).getBytes(UTF_16LE))
                        .mime())
                .matches(TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#!AMR\n", "#!AMR-WB\n", "#!SILK_V3"})
    void aSpeechRecordingIsNoScript(String magic) {
        assertThat(detect("memo.amr", magic.getBytes(ISO_8859_1)).mime()).isNotEmpty();
    }

    @Test
    void whatFollowsTheGivenLengthIsNotLookedAt() {
        byte[] reusedBuffer = "plain\n#!AMR".getBytes(ISO_8859_1);
        byte[] shorterThanTheBuffer = "#!/bin/sh".getBytes(ISO_8859_1);

        assertThat(sniffer.detect(OriginalName.of("a.txt"), reusedBuffer, 5).mime())
                .isEqualTo("text/plain");
        assertThat(sniffer.detect(OriginalName.of("a.txt"), shorterThanTheBuffer, 1)
                        .mime())
                .isEqualTo("text/plain");
        assertThatThrownBy(() -> sniffer.detect(OriginalName.of("a.txt"), reusedBuffer, 12))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.pdf  | 255044462D312E37                 | application/pdf",
                "a.pdf  | EFBBBF255044462D312E37           | application/pdf",
                "a.jpg  | FFD8FFE000104A464946             | image/jpeg",
                "a.png  | 89504E470D0A1A0A0000000D         | image/png",
                "a.gif  | 474946383961                     | image/gif",
                "a.tiff | 49492A0008000000                 | image/tiff",
                "a.bmp  | 424D36000000000000003600         | image/bmp",
                "a.webp | 524946461A000000574542505650     | image/webp",
                "a.heic | 0000001866747970686569630000     | image/heic",
                "a.zip  | 504B030414000000                 | application/zip",
                "a.docx | 504B030414000000 | application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "a.xlsx | 504B030414000000 | application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "a.odt  | 504B030414000000                 | application/vnd.oasis.opendocument.text",
                "a.pptm | 504B030414000000 | application/vnd.ms-powerpoint.presentation.macroenabled.12",
                "a.doc  | D0CF11E0A1B11AE1                 | application/msword",
                "a.xls  | D0CF11E0A1B11AE1                 | application/vnd.ms-excel",
                "a.msg  | D0CF11E0A1B11AE1                 | application/vnd.ms-outlook",
                "a      | D0CF11E0A1B11AE1                 | application/x-ole-storage",
                "a.docx | D0CF11E0A1B11AE1                 | application/x-ole-storage",
                "a.rar  | 526172211A0700                   | application/x-rar-compressed",
                "a.7z   | 377ABCAF271C0004                 | application/x-7z-compressed",
                "a.gz   | 1F8B0808                         | application/gzip",
                "a      | 4F67675300020000                 | application/ogg",
                "a.flac | 664C6143000000220000             | audio/x-flac",
                "a.bin  | 0001020304050607                 | application/octet-stream",
            })
    void aFormatIsRecognisedAndNarrowedDownByTheName(String name, String start, String mime) {
        assertThat(detect(name, bytes(start)).mime()).isEqualTo(mime);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a.txt  | hello                                                     | text/plain",
                "a.csv  | 1;2;3                                                     | text/csv",
                "a.json | {}                                                        | application/json",
                "a.xml  | <a/>                                                      | application/xml",
                "a.md   | # Title                                                   | text/markdown",
                "a.eml  | From: ann@example.com                                     | message/rfc822",
                "a      | <?xml version='1.0'?><a/>                                 | application/xml",
                "a      | <svg xmlns='http://www.w3.org/2000/svg'/>                 | image/svg+xml",
                "a      | <?xml version='1.0'?><!DOCTYPE svg><!-- c --><x:svg />    | image/svg+xml",
                "a      | <!DOCTYPE html><p>                                        | text/html",
                "a      | <HTML ><body>                                             | text/html",
                "a      | {\\rtf1}                                                  | application/rtf",
                "a      | Привет                                                    | text/plain",
            })
    void aTextIsRecognisedByItsRootOrItsName(String name, String text, String mime) {
        assertThat(detect(name, text.getBytes(UTF_8)).mime()).isEqualTo(mime);
    }

    @ParameterizedTest
    @CsvSource({
        "invoice.pdf, just text, text/plain",
        "photo.jpg, %PDF-1.4, application/pdf",
        "data.xlsx, a;b;c, text/plain",
        "picture.png, GIF89a, image/gif",
        "letter.docx, {\\rtf1}, application/rtf",
        "a.pdf, <html><p>, text/html",
    })
    void aHarmlessMismatchTellsWhatTheContentIs(String name, String content, String mime) {
        assertThat(detect(name, content.getBytes(UTF_8)).mime()).isEqualTo(mime);
    }

    @Test
    void bytesWithoutMeaningAreNotTakenForWhatTheNameSays() {
        byte[] noise = noise();

        assertThat(detect("a.pdf", noise).mime()).isEqualTo("application/octet-stream");
        assertThat(detect("a.mov", noise).mime()).isEqualTo("application/octet-stream");
        assertThat(detect("a", noise).mime()).isEqualTo("application/octet-stream");
    }

    @Test
    void anEmptyFileIsOfNoType() {
        assertThat(detect("a.pdf", new byte[0]).mime()).isEqualTo("application/octet-stream");
    }

    @Test
    void anInstallerIsKnownByItsNameWhereItsDirectoryIsOutOfSight() {
        byte[] compoundFile = bytes("D0CF11E0A1B11AE1");

        assertThatThrownBy(() -> detect("setup.msi", compoundFile))
                .isInstanceOf(TypeBlocked.class)
                .hasMessageContaining("a Windows Installer package");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "a.pdf  | application/x-evil           | text/plain                | application/pdf",
                "a.csv  | none                         | application/octet-stream  | text/csv",
                "a.gz   | none                         | application/gzip          | application/gzip",
                "a      | text/html                    | image/png                 | image/png",
                "a.mov  | none                         | application/octet-stream  | video/quicktime",
                "a.pptx | none                         | application/x-ole-storage"
                        + " | application/vnd.openxmlformats-officedocument.presentationml.presentation",
                "a      | none                         | application/x-ole-storage | application/x-ole-storage",
                "a.xyz1 | Chemical/X-Xyz; charset=x    | application/octet-stream  | chemical/x-xyz",
                "a.xyz1 | text/html                    | application/octet-stream  | application/octet-stream",
                "a.xyz1 | application/xhtml+xml        | application/octet-stream  | application/octet-stream",
                "a.xyz1 | image/svg+xml                | application/octet-stream  | application/octet-stream",
                "a.xyz1 | application/javascript       | application/octet-stream  | application/octet-stream",
                "a.xyz1 | nonsense                     | application/octet-stream  | application/octet-stream",
                "a.xyz1 | a/b/c                        | application/octet-stream  | application/octet-stream",
                "a.xyz1 | ''                           | application/octet-stream  | application/octet-stream",
            })
    void theMediaTypeIsTheNamesThenTheContentsThenTheClients(
            String name, @Nullable String declared, String detected, String mime) {
        assertThat(sniffer.mimeType(OriginalName.of(name), Optional.ofNullable(declared), new DetectedType(detected)))
                .isEqualTo(mime);
    }

    @Test
    void aDeclaredTypeLongerThanTheDatabaseTakesIsIgnored() {
        Optional<String> declared = Optional.of("application/" + "x".repeat(89));

        assertThat(sniffer.mimeType(OriginalName.of("a"), declared, new DetectedType("application/octet-stream")))
                .isEqualTo("application/octet-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "text/plain; charset=utf-8", "TEXT/plain", " text/plain", "a/b\r\nx: y"})
    void aDetectedTypeIsAPlainMediaType(String mime) {
        assertThatThrownBy(() -> new DetectedType(mime)).isInstanceOf(IllegalArgumentException.class);
    }

    private DetectedType detect(String name, byte[] content) {
        return sniffer.detect(OriginalName.of(name), content, content.length);
    }

    private static byte[] windowsProgram(int header, String signature) {
        byte[] program = new byte[1024];
        ByteBuffer.wrap(program)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, "MZ".getBytes(ISO_8859_1))
                .putInt(0x3C, header)
                .put(header, signature.getBytes(ISO_8859_1));
        return program;
    }

    private static byte[] windowsProgramWithHeaderBeyondTheSample() {
        byte[] program = new byte[TypeSniffer.SAMPLE_BYTES];
        ByteBuffer.wrap(program)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, "MZ".getBytes(ISO_8859_1))
                .putInt(0x3C, 1 << 20);
        return program;
    }

    private static byte[] dosProgram() {
        ByteBuffer program = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        short bytesInLastPage = 0;
        short pages = 1;
        short relocations = 0;
        short headerParagraphs = 2;
        program.put("MZ".getBytes(ISO_8859_1));
        program.putShort(bytesInLastPage).putShort(pages).putShort(relocations).putShort(headerParagraphs);
        return program.array();
    }

    private static byte[] compoundFile(String rootClass) {
        byte[] file = new byte[4096];
        short sectorShift = 9;
        int rootDirectorySector = 3;
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, bytes("D0CF11E0A1B11AE1"))
                .putShort(0x1E, sectorShift)
                .putInt(0x30, rootDirectorySector)
                .put((rootDirectorySector + 1) * 512 + 0x50, bytes(rootClass));
        return file;
    }

    private static byte[] noise() {
        byte[] noise = new byte[20_480];
        new Random(5).nextBytes(noise);
        return noise;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
