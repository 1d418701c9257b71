package com.psc.attachments.inspection;

import static com.psc.attachments.inspection.Samples.ascii;

import com.psc.attachments.inspection.HostileFile.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;

/** Every hostile file of the tests, with what the policy says of it. */
public final class HostileFiles {

    private static final int MB = 1024 * 1024;
    private static final byte[] TEXT = ascii("Nothing to see here.\n");

    private static final List<HostileFile> ALL = List.copyOf(listed());

    private final List<HostileFile> files = new ArrayList<>();

    private HostileFiles() {}

    /** Their contents are made once, when they are asked for. */
    public static List<HostileFile> all() {
        return ALL;
    }

    private static List<HostileFile> listed() {
        HostileFiles all = new HostileFiles();
        all.programsUnderOtherNames();
        all.programsByName();
        all.programsInArchives();
        all.macros();
        all.activePages();
        all.pdfs();
        all.polyglots();
        all.bombs();
        all.paths();
        all.links();
        all.lies();
        all.brokenArchives();
        all.hidden();
        all.pixels();
        return all.files;
    }

    private void add(String group, String name, String filename, Verdict verdict, Supplier<byte[]> content) {
        files.add(new HostileFile(group, name, filename, SingletonSupplier.of(content), verdict));
    }

    private void add(String group, String name, String filename, Danger danger, Supplier<byte[]> content) {
        add(group, name, filename, Verdict.refused(danger), content);
    }

    private void programsUnderOtherNames() {
        for (String filename : List.of("invoice.pdf", "photo.jpg", "contract.docx", "book.xlsx", "notes.txt", "data")) {
            Samples.programs()
                    .forEach((kind, content) ->
                            add("A program under another name", kind, filename, Verdict.BLOCKED, () -> content));
        }
        for (String filename : List.of("invoice.pdf", "table.csv", "notes.txt")) {
            Samples.scripts()
                    .forEach((kind, content) ->
                            add("A script under another name", kind, filename, Verdict.BLOCKED, () -> content));
        }
        add("A program under another name", "an installer", "letter.doc", Verdict.BLOCKED, Samples::installer);
    }

    private void programsByName() {
        for (String extension : List.of("exe", "bat", "cmd", "com", "scr", "vbs", "js")) {
            add("A blocked name", extension, "a." + extension, Verdict.BLOCKED, () -> TEXT);
        }
        for (String filename : List.of(
                "invoice.pdf.exe",
                "A.EXE",
                "a.exe.",
                "a.exe ",
                "a.exe::$DATA",
                "a.exe:invoice.pdf",
                "a.ｅｘｅ",
                "a.e\u200Dxe")) {
            add("A blocked name", "in disguise", filename, Verdict.BLOCKED, () -> TEXT);
        }
        add("A name that deceives", "turned around", "invoice\u202Efdp.exe", new Verdict("refused, 422"), () -> TEXT);
    }

    private void programsInArchives() {
        String group = "A program or script in an archive";
        Map<String, byte[]> harmful = Samples.programs();
        harmful.putAll(Samples.scripts());
        harmful.forEach((kind, content) -> {
            add(group, kind, "a.zip", Danger.PROGRAM, () -> RawZip.of("readme.txt", content));
            add(group, kind, "a.tar", Danger.PROGRAM, () -> Samples.tar("readme.txt", content));
            add(group, kind, "a.gz", Danger.PROGRAM, () -> Samples.gzip(content));
            add(
                    group,
                    kind,
                    "a.docx",
                    Danger.PROGRAM,
                    () -> Samples.openXml()
                            .file("word/embeddings/a.bin", content)
                            .bytes());
        });
        for (String extension : List.of("exe", "bat", "cmd", "com", "scr", "vbs", "js")) {
            add(group, "by its name", "a.zip", Danger.PROGRAM, () -> RawZip.of("a." + extension, TEXT));
        }
        byte[] program = Samples.windowsProgram();
        add(group, "in a zip in a zip", "a.zip", Danger.PROGRAM, () -> RawZip.of("b.zip", RawZip.of("a", program)));
        add(group, "in a tar.gz", "a.tar.gz", Danger.PROGRAM, () -> Samples.gzip(Samples.tar("a", program)));
        add(
                group,
                "stored",
                "a.zip",
                Danger.PROGRAM,
                () -> new RawZip().stored("a", program).bytes());
        add(
                group,
                "stored, with its length behind it",
                "a.zip",
                Danger.PROGRAM,
                () -> new RawZip().stored("a", program, RawZip::sizesFollow).bytes());
        add(
                group,
                "with its length behind it",
                "a.zip",
                Danger.PROGRAM,
                () -> new RawZip().file("a", program, RawZip::sizesFollow).bytes());
        add(group, "a Java archive", "a.jar", Danger.PROGRAM, () -> RawZip.of("A.class", Samples.javaClass()));
        add(group, "an installer", "a.zip", Danger.PROGRAM, () -> RawZip.of("a.doc", Samples.installer()));
        add(
                group,
                "named in gzip",
                "a.gz",
                Danger.PROGRAM,
                () -> new Bytes()
                        .hex("1F8B0808000000000003")
                        .text("a.exe\0")
                        .bytes(RawZip.deflated(TEXT))
                        .little32(0)
                        .little32(TEXT.length)
                        .toByteArray());
        add(group, "with a name turned around", "a.zip", Danger.PATH, () -> RawZip.of("invoice\u202Efdp.exe", TEXT));
        add(
                group,
                "as a second member of gzip",
                "a.tar.gz",
                Danger.PROGRAM,
                () -> new Bytes()
                        .bytes(Samples.gzip(Samples.tarEntry("a", '0', TEXT)))
                        .bytes(Samples.gzip(Samples.tar("b", program)))
                        .toByteArray());
    }

    private void macros() {
        String group = "Macros";
        byte[] project = Samples.compoundFile("", "VBA", "_VBA_PROJECT", "PROJECT");
        for (String kind : List.of("word", "xl", "ppt")) {
            add(
                    group,
                    kind + ", beside it",
                    "a.docx",
                    Verdict.found(Finding.MACROS),
                    () -> Samples.openXml()
                            .file(kind + "/vbaProject.bin", project)
                            .bytes());
        }
        add(
                group,
                "under another name",
                "a.xlsx",
                Verdict.found(Finding.MACROS),
                () -> Samples.openXml().file("xl/printerSettings1.bin", project).bytes());
        add(
                group,
                "of Excel 4",
                "a.xlsm",
                Verdict.found(Finding.MACROS),
                () -> Samples.openXml()
                        .file("xl/macrosheets/sheet1.xml", ascii("<xm:macrosheet/>"))
                        .bytes());
        add(group, "Word 97", "a.doc", Verdict.found(Finding.MACROS), Samples::wordOf97WithMacros);
        add(
                group,
                "Excel 97",
                "a.xls",
                Verdict.found(Finding.MACROS),
                () -> Samples.compoundFile("", "Workbook", "_VBA_PROJECT_CUR", "VBA"));
        add(group, "Word 97 by another name", "a.pdf", Verdict.found(Finding.MACROS), Samples::wordOf97WithMacros);
        add(
                group,
                "Word 97 in a zip",
                "a.zip",
                Verdict.found(Finding.MACROS),
                () -> RawZip.of("a.doc", Samples.wordOf97WithMacros()));
        add(
                group,
                "Word 97 in Word",
                "a.docx",
                Verdict.found(Finding.MACROS),
                () -> Samples.openXml()
                        .file("word/embeddings/oleObject1.bin", Samples.wordOf97WithMacros())
                        .bytes());
        add(
                group,
                "OpenDocument, Basic",
                "a.odt",
                Verdict.found(Finding.MACROS),
                () -> Samples.openDocument()
                        .file("Basic/Standard/Module1.xml", ascii("<script:module/>"))
                        .bytes());
        add(
                group,
                "OpenDocument, Python",
                "a.odt",
                Verdict.found(Finding.MACROS),
                () -> Samples.openDocument().file("Scripts/python/a.py", TEXT).bytes());
        add(
                "Files packed into office files",
                "a package",
                "a.doc",
                Verdict.found(Finding.EMBEDDED),
                () -> Samples.compoundFile("", "WordDocument", "\u0001Ole10Native"));
    }

    private void activePages() {
        String group = "SVG, HTML and XML with scripts";
        List<String> svgs = List.of(
                "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
                "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><a href='javascript:alert(1)'/></svg>",
                "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>",
                "<svg xmlns='http://www.w3.org/2000/svg'><foreignObject><iframe src='//a'/></foreignObject></svg>");
        for (String svg : svgs) {
            for (String filename : List.of("a.svg", "logo.xml", "page")) {
                add(group, svg, filename, Verdict.SAVED_ONLY, () -> ascii(svg));
            }
        }
        List<String> pages = List.of(
                "<html><script>alert(document.cookie)</script></html>",
                "<!DOCTYPE html><img src=x onerror=alert(1)>",
                "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>");
        for (String page : pages) {
            for (String filename : List.of("a.html", "a.htm", "a.xhtml", "a.xml")) {
                add(group, page, filename, Verdict.SAVED_ONLY, () -> ascii(page));
            }
        }
        add(
                group,
                "entities of entities",
                "a.xml",
                Verdict.SAVED_ONLY,
                () -> ascii("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><a>&b;</a>"));
        add(
                group,
                "a style sheet of XML",
                "a.xml",
                Verdict.SAVED_ONLY,
                () -> ascii("<?xml version='1.0'?><?xml-stylesheet href='//a/a.xsl' type='text/xsl'?><a/>"));
    }

    private void pdfs() {
        String group = "PDFs with more than something to read";
        Map<String, Finding> active = new LinkedHashMap<>();
        active.put("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", Finding.PDF_SCRIPT);
        active.put("/OpenAction << /S /J#61vaScr#69pt /JS (app.alert(1)) >>", Finding.PDF_SCRIPT);
        active.put("/AcroForm << /XFA 3 0 R >>", Finding.PDF_SCRIPT);
        active.put("/OpenAction << /S /Launch /F (cmd.exe) >>", Finding.PDF_ACTION);
        active.put("/OpenAction<</S/Launch/F(cmd.exe)>>", Finding.PDF_ACTION);
        active.put("/AA << /O << /S /SubmitForm /F (http://a) >> >>", Finding.PDF_ACTION);
        active.put("/AA << /O << /S /ImportData /F (a) >> >>", Finding.PDF_ACTION);
        active.put("/OpenAction << /S /GoToE /T << >> >>", Finding.PDF_ACTION);
        active.put("/Names << /EmbeddedFiles 3 0 R >> /Type /EmbeddedFile", Finding.PDF_EMBEDDED);
        active.put("/Subtype /RichMedia", Finding.PDF_EMBEDDED);
        active.put("/Encrypt 5 0 R", Finding.ENCRYPTED);
        active.forEach((dictionary, finding) ->
                add(group, dictionary, "a.pdf", Verdict.found(finding), () -> Samples.pdf(dictionary)));
        byte[] script = ascii("1 0 << /S /JavaScript /JS (app.alert(1)) >>");
        String inflated = " /Filter /FlateDecode";
        add(
                group,
                "a script in an object stream",
                "a.pdf",
                Verdict.found(Finding.PDF_SCRIPT),
                () -> Samples.pdfOfObjectStream(inflated, script));
        add(
                group,
                "a script in an object stream of another code",
                "a.pdf",
                Verdict.found(Finding.UNCHECKED),
                () -> Samples.pdfOfObjectStream(" /Filter [/ASCIIHexDecode /FlateDecode]", script));
        add(
                group,
                "an object stream that is none",
                "a.pdf",
                Verdict.found(Finding.UNCHECKED),
                () -> ascii(
                        "%PDF-1.7\n2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\nnonsense\nendstream\n"));
        add(
                group,
                "an object stream that unpacks to much",
                "a.pdf",
                Verdict.found(Finding.UNCHECKED),
                () -> Samples.pdfOfObjectStream(inflated, new byte[65 * MB]));
        add(
                group,
                "a script behind a page of HTML",
                "a.pdf",
                Verdict.found(Finding.PDF_SCRIPT),
                () -> new Bytes()
                        .text("<html><!-- ")
                        .bytes(Samples.pdf("/OpenAction << /S /JavaScript /JS (1) >>"))
                        .toByteArray());
    }

    private void polyglots() {
        String group = "Two files in one";
        Map<String, byte[]> first = new LinkedHashMap<>();
        first.put("a.gif", Samples.gif(1, 1, 1, 1));
        first.put("a.png", Samples.png(1, 1));
        first.put("a.jpg", Samples.jpeg(1, 1, 0));
        first.put("a.bmp", Samples.bmp(1, 1));
        first.put("a.tiff", Samples.tiff(1, 1, 8));
        first.put("a.webp", Samples.webpLossy(1, 1));
        first.put("a.pdf", Samples.pdf(""));
        first.put("a.doc", Samples.compoundFile("", "WordDocument"));
        first.forEach((filename, content) -> {
            add(
                    group,
                    "and a Java archive",
                    filename,
                    Danger.APPENDED,
                    () -> new Bytes()
                            .bytes(content)
                            .bytes(RawZip.of("A.class", Samples.javaClass()))
                            .toByteArray());
            add(
                    group,
                    "and an archive with a comment",
                    filename,
                    Danger.APPENDED,
                    () -> new Bytes()
                            .bytes(content)
                            .bytes(new RawZip()
                                    .file("a", TEXT)
                                    .comment(new byte[40_000])
                                    .bytes(content.length))
                            .toByteArray());
        });
        Map<String, byte[]> second = new LinkedHashMap<>();
        second.put("a PDF", Samples.pdf(""));
        second.put("a program", Samples.windowsProgram());
        second.put("a page", ascii("<html><script>alert(1)</script></html>"));
        second.put("another archive", RawZip.of("b", TEXT));
        second.forEach((kind, content) -> {
            add(
                    group,
                    "and " + kind,
                    "a.zip",
                    Danger.APPENDED,
                    () -> new Bytes().bytes(RawZip.of("a", TEXT)).bytes(content).toByteArray());
            Danger within = kind.equals("another archive") ? Danger.CONTRADICTION : Danger.APPENDED;
            add(
                    group,
                    "and " + kind,
                    "a.docx",
                    within,
                    () -> Samples.openXml().beforeDirectory(content).bytes());
            add(
                    group,
                    "and " + kind,
                    "a.gz",
                    Danger.APPENDED,
                    () -> new Bytes().bytes(Samples.gzip(TEXT)).bytes(content).toByteArray());
            add(
                    group,
                    "and " + kind,
                    "a.tar",
                    Danger.APPENDED,
                    () -> new Bytes()
                            .bytes(Samples.tar("a", TEXT))
                            .bytes(content)
                            .toByteArray());
        });
        add(
                group,
                "a program and an archive",
                "a.zip",
                Verdict.BLOCKED,
                () -> new Bytes()
                        .bytes(Samples.windowsProgram())
                        .bytes(RawZip.of("a", TEXT))
                        .toByteArray());
        add(
                group,
                "a script and an archive",
                "a.zip",
                Verdict.BLOCKED,
                () -> new Bytes()
                        .text("#!/bin/sh\nexec unzip $0\n")
                        .bytes(RawZip.of("a", TEXT))
                        .toByteArray());
        String harmless = "Images with text of another language in them";
        add(group, "and an archive whose comment ends like another", "a.gif", Danger.APPENDED, () -> {
            byte[] gif = Samples.gif(1, 1, 1, 1);
            byte[] decoy =
                    new Bytes().text("PK").hex("0506").zeros(16).little16(9).toByteArray();
            return new Bytes()
                    .bytes(gif)
                    .bytes(new RawZip().file("a", TEXT).comment(decoy).bytes(gif.length))
                    .toByteArray();
        });
        add(
                harmless,
                "GIF and script",
                "a.gif",
                Verdict.AS_IT_IS,
                () -> new Bytes()
                        .bytes(Arrays.copyOf(Samples.gif(1, 1, 1, 1), 13))
                        .text("=1;alert(1);//<script>alert(1)</script>")
                        .toByteArray());
        add(
                harmless,
                "JPEG and PHP",
                "a.jpg",
                Verdict.AS_IT_IS,
                () -> new Bytes()
                        .bytes(Samples.jpeg(1, 1, 0))
                        .text("<?php system($_GET['c']); ?>")
                        .toByteArray());
        add(
                harmless,
                "PNG and page",
                "a.png",
                Verdict.AS_IT_IS,
                () -> new Bytes()
                        .bytes(Samples.png(1, 1))
                        .text("<html><script>alert(1)</script></html>")
                        .toByteArray());
    }

    private void bombs() {
        String group = "Archives that unpack to far too much";
        Supplier<byte[]> zeros = () -> RawZip.of("a", new byte[64 * MB]);
        add(group, "one file", "a.zip", Danger.RATIO, zeros);
        add(group, "one file by another name", "a.xlsx", Danger.RATIO, zeros);
        add(
                group,
                "a sheet",
                "a.xlsx",
                Danger.RATIO,
                () -> Samples.openXml()
                        .file("xl/worksheets/sheet1.xml", new byte[64 * MB])
                        .bytes());
        add(group, "gzip", "a.gz", Danger.RATIO, () -> Samples.gzip(new byte[64 * MB]));
        add(group, "gzip in gzip", "a.gz", Danger.RATIO, () -> Samples.gzip(Samples.gzip(new byte[64 * MB])));
        add(group, "tar.gz", "a.tar.gz", Danger.RATIO, () -> Samples.gzip(Samples.tar("a", new byte[64 * MB])));
        add(group, "many archives in one", "a.zip", Danger.RATIO, () -> {
            byte[] inner = RawZip.of("a", new byte[10 * MB]);
            RawZip outer = new RawZip();
            for (int i = 0; i < 16; i++) {
                outer.file(i + ".zip", inner);
            }
            return outer.bytes();
        });
        add(group, "more than is looked into, slowly", "a.zip", Danger.SIZE, HostileFiles::large);
        add("Archives within archives", "too deep", "a.zip", Danger.NESTING, () -> nested(20));
        add("Archives within archives", "one too deep", "a.zip", Danger.NESTING, () -> nested(6));
        add("Archives within archives", "gzip", "a.gz", Danger.NESTING, () -> {
            byte[] content = TEXT;
            for (int i = 0; i < 12; i++) {
                content = Samples.gzip(content);
            }
            return content;
        });
        add("Archives within archives", "tar", "a.tar", Danger.NESTING, () -> {
            byte[] content = TEXT;
            for (int i = 0; i < 8; i++) {
                content = Samples.tar("a.tar", content);
            }
            return content;
        });
        add("Archives of very many files", "zip", "a.zip", Danger.ENTRIES, () -> many(10_001, new byte[0]));
        add(
                "Archives of very many files",
                "texts",
                "a.zip",
                Danger.ENTRIES,
                () -> many(10_001, ascii("a".repeat(4096))));
        add(
                "Archives of very many files",
                "archives",
                "a.zip",
                Danger.ENTRIES,
                () -> many(8_000, RawZip.of("a", TEXT)));
        add("Archives of very many files", "tar", "a.tar", Danger.ENTRIES, () -> {
            Bytes tar = new Bytes();
            for (int i = 0; i <= 10_000; i++) {
                tar.bytes(Samples.tarEntry("a" + i, '0', new byte[0]));
            }
            return tar.zeros(1024).toByteArray();
        });
        add("Archives of very many files", "gzip", "a.gz", Danger.ENTRIES, () -> {
            Bytes gzip = new Bytes();
            byte[] member = Samples.gzip(new byte[0]);
            for (int i = 0; i <= 10_000; i++) {
                gzip.bytes(member);
            }
            return gzip.toByteArray();
        });
        add("Archives of very many files", "long names", "a.zip", Danger.ENTRIES, () -> {
            RawZip zip = new RawZip();
            String end = "/n".repeat(500);
            for (int i = 0; i < 3_000; i++) {
                zip.stored(i + end, new byte[0]);
            }
            return zip.bytes();
        });
        overlaps();
    }

    /** Data that is packed 90 times, again and again. */
    private static byte[] large() {
        byte[] content = new byte[10 * MB];
        Random random = new Random(7);
        for (int i = 0; i + 900 < content.length; i += 900) {
            content[i] = (byte) random.nextInt();
            content[i + 1] = (byte) random.nextInt();
            content[i + 2] = (byte) random.nextInt();
            content[i + 3] = (byte) random.nextInt();
            content[i + 4] = (byte) random.nextInt();
            content[i + 5] = (byte) random.nextInt();
        }
        RawZip.Entry packed = new RawZip.Entry("a", content, 8);
        RawZip zip = new RawZip();
        for (int i = 0; i < 110; i++) {
            zip.stored("a" + i, new byte[0], entry -> {
                entry.method = 8;
                entry.data = packed.data;
                entry.crc = packed.crc;
                entry.packed = packed.packed;
                entry.unpacked = packed.unpacked;
                entry.listedUnpacked = packed.unpacked;
            });
        }
        return zip.bytes();
    }

    private static byte[] nested(int depth) {
        byte[] content = TEXT;
        for (int i = 0; i < depth; i++) {
            content = RawZip.of("a.zip", content);
        }
        return content;
    }

    private static byte[] many(int files, byte[] content) {
        RawZip zip = new RawZip();
        for (int i = 0; i < files; i++) {
            zip.file("a" + i, content);
        }
        return zip.bytes();
    }

    private void overlaps() {
        String group = "Archives whose files lie within each other";
        add(group, "all the same", "a.zip", Danger.OVERLAP, () -> {
            RawZip zip = new RawZip().file("a", new byte[MB]);
            for (int i = 0; i < 100; i++) {
                zip.file("a", new byte[MB], entry -> {
                    entry.isWritten = false;
                    entry.listedOffset = 0;
                });
            }
            return zip.bytes();
        });
        add(group, "each in the one before", "a.zip", Danger.UNREADABLE, () -> quoting(50));
        add(
                group,
                "where there is none",
                "a.zip",
                Danger.OVERLAP,
                () -> new RawZip()
                        .file("a", TEXT, entry -> entry.listedOffset = 7)
                        .bytes());
        add(
                group,
                "behind the end",
                "a.zip",
                Danger.OVERLAP,
                () -> new RawZip()
                        .file("a", TEXT, entry -> entry.listedOffset = 1_000_000)
                        .bytes());
    }

    /** Each file's data quotes the headers of those behind it, and all end with the same. */
    private static byte[] quoting(int files) {
        byte[] content = new byte[MB];
        RawZip.Entry kernel = new RawZip.Entry("f0", content, 8);
        Bytes data = new Bytes().bytes(kernel.data);
        byte[] header = RawZip.localHeader(kernel);
        List<byte[]> headers = new ArrayList<>();
        List<RawZip.Entry> entries = new ArrayList<>();
        headers.add(header);
        entries.add(kernel);
        for (int i = 1; i < files; i++) {
            byte[] quoted = headers.get(0);
            Bytes more = new Bytes()
                    .hex("00")
                    .little16(quoted.length)
                    .little16(~quoted.length)
                    .bytes(quoted)
                    .bytes(data.toByteArray());
            RawZip.Entry entry = new RawZip.Entry("f" + i, TEXT, 8);
            entry.data = more.toByteArray();
            entry.packed = entry.data.length;
            entry.unpacked = entries.get(0).unpacked + quoted.length;
            entry.listedUnpacked = entry.unpacked;
            data = more;
            headers.add(0, RawZip.localHeader(entry));
            entries.add(0, entry);
        }
        RawZip zip = new RawZip();
        RawZip.Entry outer = entries.get(0);
        zip.stored("f" + (files - 1), new byte[0], entry -> {
            entry.method = 8;
            entry.data = outer.data;
            entry.crc = outer.crc;
            entry.packed = outer.packed;
            entry.unpacked = outer.unpacked;
            entry.listedUnpacked = outer.unpacked;
        });
        long offset = 0;
        for (int i = 1; i < files; i++) {
            offset += headers.get(i - 1).length + 5;
            RawZip.Entry inner = entries.get(i);
            long at = offset;
            zip.stored("f" + (files - 1 - i), new byte[0], entry -> {
                entry.isWritten = false;
                entry.method = 8;
                entry.crc = inner.crc;
                entry.packed = inner.packed;
                entry.listedUnpacked = inner.unpacked;
                entry.listedOffset = at;
            });
        }
        return zip.bytes();
    }

    private void paths() {
        String group = "Names that lead out of the folder";
        for (String path : List.of(
                "../a.txt",
                "a/../../b.txt",
                "a/..",
                "..",
                "/etc/cron.d/a",
                "\\windows\\a.txt",
                "..\\a.txt",
                "a\\..\\..\\b.txt",
                "C:\\a.txt",
                "C:a.txt",
                "c:/a.txt",
                "\\\\server\\share\\a.txt",
                "//server/share/a.txt",
                "a/.. /b.txt",
                "a/.../b.txt",
                "a\0.txt",
                "a\nb.txt")) {
            add(group, path, "a.zip", Danger.PATH, () -> RawZip.of(path, TEXT));
        }
        for (String path : List.of("../a.txt", "/etc/cron.d/a", "C:\\a.txt", "a/../../b.txt")) {
            add(group, path, "a.tar", Danger.PATH, () -> Samples.tar(path, TEXT));
            add(group, path, "a.tar.gz", Danger.PATH, () -> Samples.gzip(Samples.tar(path, TEXT)));
            add(
                    group,
                    path,
                    "a.docx",
                    Danger.PATH,
                    () -> Samples.openXml().file(path, TEXT).bytes());
            add(group, path, "a.zip", Danger.PATH, () -> RawZip.of("b.zip", RawZip.of(path, TEXT)));
        }
        add(
                group,
                "in the directory only",
                "a.zip",
                Danger.CONTRADICTION,
                () -> new RawZip()
                        .file("a.txt", TEXT, entry -> entry.listedName = ascii("../../a.txt"))
                        .bytes());
        add(
                group,
                "a long name of GNU",
                "a.tar",
                Danger.PATH,
                () -> new Bytes()
                        .bytes(Samples.tarEntry("././@LongLink", 'L', ascii("../../a.txt\0")))
                        .bytes(Samples.tar("a.txt", TEXT))
                        .toByteArray());
        add(
                group,
                "a record of POSIX",
                "a.tar",
                Danger.PATH,
                () -> new Bytes()
                        .bytes(Samples.tarEntry("a", 'x', ascii("20 path=../../a.txt\n")))
                        .bytes(Samples.tar("a.txt", TEXT))
                        .toByteArray());
        add(group, "a prefix", "a.tar", Danger.PATH, HostileFiles::prefixed);
        add(
                group,
                "a name in gzip",
                "a.gz",
                Danger.PATH,
                () -> new Bytes()
                        .hex("1F8B0808000000000003")
                        .text("../a.txt\0")
                        .bytes(RawZip.deflated(TEXT))
                        .little32(0)
                        .little32(TEXT.length)
                        .toByteArray());
        add(group, "a very long name", "a.zip", Danger.PATH, () -> RawZip.of("a/".repeat(20_000), TEXT));
    }

    private static byte[] prefixed() {
        byte[] tar = Samples.tar("a.txt", TEXT);
        byte[] prefix = ascii("../../etc");
        System.arraycopy(prefix, 0, tar, 345, prefix.length);
        Arrays.fill(tar, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[i] & 0xFF;
        }
        System.arraycopy(ascii(String.format("%06o\0 ", sum)), 0, tar, 148, 8);
        return tar;
    }

    private void links() {
        String group = "Links, devices and pipes";
        for (char kind : "12346".toCharArray()) {
            add(
                    group,
                    "kind " + kind,
                    "a.tar",
                    Danger.LINK,
                    () -> new Bytes()
                            .bytes(Samples.tarEntry(ascii("a"), kind, "/etc/passwd", 0, new byte[0]))
                            .zeros(1024)
                            .toByteArray());
        }
        add(
                group,
                "in a tar.gz",
                "a.tar.gz",
                Danger.LINK,
                () -> Samples.gzip(new Bytes()
                        .bytes(Samples.tarEntry(ascii("a"), '2', "../..", 0, new byte[0]))
                        .zeros(1024)
                        .toByteArray()));
        for (int kind : new int[] {0xA000, 0x2000, 0x6000, 0x1000, 0xC000}) {
            add(
                    group,
                    "mode " + Integer.toOctalString(kind),
                    "a.zip",
                    Danger.LINK,
                    () -> new RawZip()
                            .stored("a", ascii("/etc/passwd"), entry -> entry.attributes = (long) kind << 16)
                            .bytes());
        }
        add(
                group,
                "in a zip of macOS",
                "a.zip",
                Danger.LINK,
                () -> new RawZip()
                        .stored("a", ascii("/etc/passwd"), entry -> {
                            entry.system = 19;
                            entry.attributes = 0xA1FFL << 16;
                        })
                        .bytes());
    }

    private void lies() {
        String group = "Archives whose directory says something else";
        add(
                group,
                "another name",
                "a.zip",
                Danger.CONTRADICTION,
                () -> new RawZip()
                        .file("a.txt", TEXT, entry -> entry.listedName = ascii("b.txt"))
                        .bytes());
        add(
                group,
                "a program's name",
                "a.zip",
                Danger.CONTRADICTION,
                () -> new RawZip()
                        .file("a.txt", TEXT, entry -> entry.listedName = ascii("a.exe"))
                        .bytes());
        add(
                group,
                "another size",
                "a.zip",
                Danger.CONTRADICTION,
                () -> new RawZip()
                        .file("a.txt", TEXT, entry -> entry.listedUnpacked = 5)
                        .bytes());
        add(
                group,
                "a size that is not so",
                "a.zip",
                Danger.CONTRADICTION,
                () -> new RawZip()
                        .file("a.txt", TEXT, entry -> {
                            entry.unpacked = 5;
                            entry.listedUnpacked = 5;
                        })
                        .bytes());
        add(
                group,
                "a packed size that is too large",
                "a.zip",
                Danger.CONTRADICTION,
                () -> new RawZip()
                        .file("a.txt", TEXT, entry -> entry.packed += 4)
                        .bytes());
        add(
                group,
                "a size behind that is not so",
                "a.zip",
                Danger.CONTRADICTION,
                () -> new RawZip()
                        .file("a.txt", TEXT, entry -> {
                            entry.unpacked = 5;
                            RawZip.sizesFollow(entry);
                        })
                        .file("b.txt", TEXT)
                        .bytes());
        add(
                group,
                "nothing of one file",
                "a.zip",
                Danger.CONTRADICTION,
                () -> new RawZip()
                        .file("a.txt", TEXT)
                        .file("hidden.txt", TEXT, entry -> entry.isListed = false)
                        .bytes());
        add(
                group,
                "nothing of any file",
                "a.zip",
                Danger.CONTRADICTION,
                () -> new RawZip()
                        .file("a.txt", TEXT, entry -> entry.isListed = false)
                        .bytes());
        add(
                group,
                "another number of files",
                "a.zip",
                Danger.CONTRADICTION,
                () -> new RawZip().file("a.txt", TEXT).count(2).bytes());
        add(
                group,
                "the same name twice",
                "a.zip",
                Danger.CONTRADICTION,
                () -> new RawZip()
                        .file("a.txt", TEXT)
                        .file("a.txt", ascii("Something else"))
                        .bytes());
        add(group, "another place of itself", "a.zip", Danger.CONTRADICTION, () -> {
            byte[] zip = RawZip.of("a.txt", TEXT);
            zip[zip.length - 6] += 1;
            return zip;
        });
        add(group, "a length of gzip that is not so", "a.gz", Danger.CONTRADICTION, () -> {
            byte[] gzip = Samples.gzip(TEXT);
            gzip[gzip.length - 4] += 1;
            return gzip;
        });
    }

    private void brokenArchives() {
        String group = "Archives that cannot be read";
        Map<String, byte[]> whole = Map.of(
                "a.zip", RawZip.of("a", Samples.compoundFile("", "WordDocument")),
                "a.gz", Samples.gzip(Samples.compoundFile("", "WordDocument")),
                "a.tar", Samples.tar("a", new byte[5000]));
        whole.forEach((filename, content) -> {
            add(group, "broken off", filename, Danger.UNREADABLE, () -> Arrays.copyOf(content, content.length * 2 / 3));
        });
        Verdict unchecked = Verdict.found(Finding.UNCHECKED);
        add(group, "a beginning only", "a.docx", unchecked, () -> ascii("PK\3\4 and nothing more"));
        byte[] noise = new byte[100_000];
        new Random(7).nextBytes(noise);
        add(
                group,
                "a beginning and noise",
                "a.zip",
                unchecked,
                () -> new Bytes().bytes(ascii("PK\3\4")).bytes(noise).toByteArray());
        add(
                group,
                "a beginning, noise and an end",
                "a.zip",
                Danger.PATH,
                () -> new Bytes()
                        .bytes(ascii("PK\3\4"))
                        .bytes(noise)
                        .bytes(RawZip.of("a", TEXT))
                        .toByteArray());
        add(
                group,
                "nonsense packed",
                "a.zip",
                Danger.UNREADABLE,
                () -> new RawZip()
                        .stored("a", new byte[400], entry -> {
                            Arrays.fill(entry.data, (byte) 0xFF);
                            entry.method = 8;
                        })
                        .bytes());
        add(group, "no directory", "a.zip", Danger.UNREADABLE, () -> {
            byte[] zip = RawZip.of("a", TEXT);
            return Arrays.copyOf(zip, zip.length - 22 - 46 - 1);
        });
        add(
                group,
                "sparse files of GNU",
                "a.tar",
                Danger.UNREADABLE,
                () -> new Bytes()
                        .bytes(Samples.tarEntry("a", 'S', TEXT))
                        .zeros(1024)
                        .toByteArray());
        add(
                group,
                "sparse files of POSIX",
                "a.tar",
                Danger.UNREADABLE,
                () -> new Bytes()
                        .bytes(Samples.tarEntry("a", 'x', ascii("25 GNU.sparse.size=99999\n")))
                        .bytes(Samples.tar("a", TEXT))
                        .toByteArray());
        add(
                group,
                "a size of tar that is none",
                "a.tar",
                Danger.UNREADABLE,
                () -> new Bytes()
                        .bytes(Samples.tarEntry(ascii("a"), '0', "", 0x1F_FFFF_FFFFL & 077777777777L, TEXT))
                        .toByteArray());
    }

    private void hidden() {
        String group = "What cannot be looked into";
        add(
                group,
                "an encrypted zip",
                "a.zip",
                Verdict.found(Finding.ENCRYPTED),
                () -> new RawZip()
                        .file("a", Samples.windowsProgram(), entry -> entry.flags = 1)
                        .bytes());
        add(
                group,
                "an encrypted zip, sizes behind",
                "a.zip",
                Verdict.found(Finding.ENCRYPTED),
                () -> new RawZip()
                        .file("a", Samples.windowsProgram(), entry -> {
                            RawZip.sizesFollow(entry);
                            entry.flags |= 1;
                        })
                        .bytes());
        add(
                group,
                "a zip by AES",
                "a.zip",
                Verdict.found(Finding.ENCRYPTED),
                () -> new RawZip()
                        .file("a", TEXT, entry -> {
                            entry.flags = 1;
                            entry.method = 99;
                        })
                        .bytes());
        add(
                group,
                "an office file with a password",
                "a.xlsx",
                Verdict.found(Finding.ENCRYPTED),
                () -> Samples.compoundFile("", "EncryptionInfo", "EncryptedPackage"));
        for (int method : new int[] {9, 12, 14, 93, 95, 98}) {
            add(
                    group,
                    "method " + method,
                    "a.zip",
                    Verdict.found(Finding.UNCHECKED),
                    () -> new RawZip()
                            .file("a", TEXT, entry -> entry.method = method)
                            .bytes());
        }
        Map<String, String> others = Map.of(
                "a.rar", "526172211A070100",
                "a.7z", "377ABCAF271C0004",
                "a.xz", "FD377A585A000004",
                "a.bz2", "425A683931415926",
                "a.cab", "4D53434600000000",
                "a.zst", "28B52FFD00000000");
        others.forEach((filename, digits) -> {
            byte[] content = new Bytes().hex(digits).zeros(100).toByteArray();
            add(group, "another archive", filename, Verdict.found(Finding.UNCHECKED), () -> content);
            add(
                    group,
                    "another archive in a zip",
                    "a.zip",
                    Verdict.found(Finding.UNCHECKED),
                    () -> RawZip.of(filename, content));
        });
    }

    private void pixels() {
        String group = "Images of too many pixels";
        add(group, "PNG", "a.png", Danger.PIXELS, () -> Samples.png(20_000, 20_000));
        add(
                group,
                "PNG, the most that there are",
                "a.png",
                Danger.PIXELS,
                () -> Samples.png(0x7FFF_FFFFL, 0x7FFF_FFFFL));
        add(group, "PNG, a line", "a.png", Danger.PIXELS, () -> Samples.png(200_000_000, 1));
        add(group, "PNG by another name", "a.pdf", Danger.PIXELS, () -> Samples.png(20_000, 20_000));
        add(group, "JPEG", "a.jpg", Danger.PIXELS, () -> Samples.jpeg(65_000, 65_000, 0));
        add(group, "JPEG, behind much else", "a.jpg", Danger.PIXELS, () -> Samples.jpeg(65_000, 65_000, 300_000));
        add(group, "GIF", "a.gif", Danger.PIXELS, () -> Samples.gif(65_000, 65_000, 1, 1));
        add(group, "GIF, in a frame", "a.gif", Danger.PIXELS, () -> Samples.gif(1, 1, 65_000, 65_000));
        add(group, "BMP", "a.bmp", Danger.PIXELS, () -> Samples.bmp(40_000, 40_000));
        add(group, "BMP, upside down", "a.bmp", Danger.PIXELS, () -> Samples.bmp(40_000, -40_000));
        add(group, "TIFF", "a.tiff", Danger.PIXELS, () -> Samples.tiff(40_000, 40_000, 8));
        add(group, "TIFF, described at its end", "a.tiff", Danger.PIXELS, () -> Samples.tiff(40_000, 40_000, 300_000));
        add(group, "TIFF of the other order", "a.tiff", Danger.PIXELS, () -> Samples.tiffBigEndian(40_000, 40_000));
        add(group, "BigTIFF", "a.tiff", Danger.PIXELS, () -> Samples.bigTiff(4_000_000, 4_000_000));
        add(group, "WebP, extended", "a.webp", Danger.PIXELS, () -> Samples.webpExtended(16_383, 16_383));
        add(group, "WebP, lossless", "a.webp", Danger.PIXELS, () -> Samples.webpLossless(16_383, 16_383));
        add(group, "WebP, lossy", "a.webp", Danger.PIXELS, () -> Samples.webpLossy(16_383, 16_383));
        add(
                group,
                "in an office file",
                "a.docx",
                Danger.PIXELS,
                () -> Samples.openXml()
                        .file("word/media/image1.png", Samples.png(20_000, 20_000))
                        .bytes());
        add(group, "in a zip", "a.zip", Danger.PIXELS, () -> RawZip.of("a.jpg", Samples.jpeg(65_000, 65_000, 300_000)));
        add(group, "TIFF, described backwards", "a.tiff", Verdict.found(Finding.UNCHECKED), () -> {
            byte[] tiff = Samples.tiff(10, 10, 300);
            tiff[tiff.length - 4] = 8;
            return tiff;
        });
    }
}
