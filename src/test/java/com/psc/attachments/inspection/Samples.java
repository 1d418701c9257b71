package com.psc.attachments.inspection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Files as small as they can be, of every kind that matters here. */
final class Samples {

    private Samples() {}

    /** Programs, by their kind. */
    static Map<String, byte[]> programs() {
        Map<String, byte[]> programs = new LinkedHashMap<>();
        programs.put("a Windows program", windowsProgram());
        programs.put(
                "a Linux program", new Bytes().hex("7F454C46020101").upTo(128).toByteArray());
        programs.put(
                "a macOS program", new Bytes().hex("CFFAEDFE07000001").upTo(128).toByteArray());
        programs.put(
                "a Java class", new Bytes().hex("CAFEBABE00000041").upTo(128).toByteArray());
        programs.put(
                "an Android program", new Bytes().text("dex\n035\0").upTo(128).toByteArray());
        programs.put(
                "a WebAssembly program",
                new Bytes().hex("0061736D01000000").upTo(64).toByteArray());
        programs.put(
                "a Windows shortcut",
                new Bytes()
                        .hex("4C0000000114020000000000C000000000000046")
                        .upTo(76)
                        .toByteArray());
        return programs;
    }

    /** Scripts, by their kind. */
    static Map<String, byte[]> scripts() {
        Map<String, byte[]> scripts = new LinkedHashMap<>();
        scripts.put("a shell script", ascii("#!/bin/sh\nrm -rf \"$HOME\"\n"));
        scripts.put("a batch script", ascii("@echo off\r\ndel /s /q C:\\*\r\n"));
        scripts.put("a VBScript", ascii("Set shell = CreateObject(\"WScript.Shell\")\r\nshell.Run \"calc\"\r\n"));
        scripts.put(
                "a JScript", ascii("var shell = new ActiveXObject(\"WScript.Shell\");\r\nshell.Run(\"calc\");\r\n"));
        scripts.put("a PowerShell script", ascii("[CmdletBinding()]\r\nparam()\r\nStart-Process calc\r\n"));
        scripts.put("a PHP script", ascii("<?php system($_GET['c']); ?>\n"));
        scripts.put("an HTML application", ascii("<html><head><HTA:APPLICATION id=\"a\"></head></html>\n"));
        scripts.put(
                "a Windows script file", ascii("<job><script language=\"VBScript\">MsgBox \"a\"</script></job>\r\n"));
        return scripts;
    }

    static byte[] windowsProgram() {
        return new Bytes()
                .text("MZ")
                .little16(0x90)
                .little16(3)
                .little16(0)
                .little16(4)
                .upTo(0x3C)
                .little32(0x80)
                .upTo(0x80)
                .text("PE\0\0")
                .upTo(512)
                .toByteArray();
    }

    static byte[] javaClass() {
        return new Bytes().hex("CAFEBABE00000041").upTo(128).toByteArray();
    }

    /** A compound file with these in its directory, beside the root of this class. */
    static byte[] compoundFile(String rootClass, String... names) {
        Bytes file = new Bytes()
                .hex("D0CF11E0A1B11AE1")
                .upTo(0x18)
                .hex("3E000300FEFF09000600")
                .upTo(0x30)
                .little32(0)
                .upTo(512);
        directoryEntry(file, "Root Entry", 5, rootClass);
        for (String name : names) {
            directoryEntry(file, name, 2, "");
        }
        return file.upTo(512 * (2 + names.length / 4)).zeros(512).toByteArray();
    }

    private static void directoryEntry(Bytes file, String name, int kind, String classId) {
        int start = file.size();
        file.bytes(name.getBytes(StandardCharsets.UTF_16LE))
                .upTo(start + 0x40)
                .little16(2 * name.length() + 2)
                .bytes(new byte[] {(byte) kind})
                .upTo(start + 0x50)
                .hex(classId)
                .upTo(start + 128);
    }

    static byte[] installer() {
        return compoundFile("84100C0000000000C000000000000046");
    }

    static byte[] wordOf97WithMacros() {
        return compoundFile("", "WordDocument", "Macros", "VBA", "_VBA_PROJECT");
    }

    /** An office document of Office since 2007, with these files in it too. */
    static RawZip openXml() {
        return new RawZip()
                .file("[Content_Types].xml", ascii("<Types xmlns=\"…\"/>"))
                .file("_rels/.rels", ascii("<Relationships/>"));
    }

    static RawZip openDocument() {
        return new RawZip()
                .stored("mimetype", ascii("application/vnd.oasis.opendocument.text"))
                .file("content.xml", ascii("<office:document-content/>"));
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(output)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return output.toByteArray();
    }

    /** A tar archive of one file and its end. */
    static byte[] tar(String name, byte[] content) {
        return new Bytes().bytes(tarEntry(name, '0', content)).zeros(1024).toByteArray();
    }

    static byte[] tarEntry(String name, char kind, byte[] content) {
        return tarEntry(name.getBytes(StandardCharsets.UTF_8), kind, "", content.length, content);
    }

    static byte[] tarEntry(byte[] name, char kind, String link, long size, byte[] content) {
        byte[] header = new Bytes()
                .bytes(name)
                .upTo(100)
                .text("0000644\0" + "0000000\0" + "0000000\0")
                .text(String.format("%011o\0", size))
                .text("00000000000\0")
                .text("        ")
                .bytes(new byte[] {(byte) kind})
                .text(link)
                .upTo(257)
                .text("ustar\00000")
                .upTo(512)
                .toByteArray();
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, header, 148, 8);
        return new Bytes()
                .bytes(header)
                .bytes(content)
                .zeros(-content.length & 511)
                .toByteArray();
    }

    static byte[] png(long width, long height) {
        byte[] header = new Bytes()
                .text("IHDR")
                .big32(width)
                .big32(height)
                .hex("0802000000")
                .toByteArray();
        CRC32 crc = new CRC32();
        crc.update(header);
        return new Bytes()
                .hex("89504E470D0A1A0A")
                .big32(13)
                .bytes(header)
                .big32(crc.getValue())
                .hex("0000000049454E44AE426082")
                .toByteArray();
    }

    /** @param before how many bytes of other segments stand before the frame's header */
    static byte[] jpeg(int width, int height, int before) {
        Bytes jpeg = new Bytes().hex("FFD8FFE000104A46494600010100000100010000");
        for (int left = before; left > 0; left -= 60_000) {
            jpeg.hex("FFE1").big16(60_002).zeros(60_000);
        }
        return jpeg.hex("FFC0")
                .big16(17)
                .hex("08")
                .big16(height)
                .big16(width)
                .hex("03012200021101031101FFDA000C03010002110311003F00")
                .zeros(40)
                .hex("FFD9")
                .toByteArray();
    }

    static byte[] gif(int width, int height, int frameWidth, int frameHeight) {
        return new Bytes()
                .text("GIF89a")
                .little16(width)
                .little16(height)
                .hex("800000 000000FFFFFF 21F90400000000 00".replace(" ", ""))
                .hex("2C00000000")
                .little16(frameWidth)
                .little16(frameHeight)
                .hex("00 02 02 4C01 00 3B")
                .toByteArray();
    }

    static byte[] bmp(int width, int height) {
        return new Bytes()
                .text("BM")
                .little32(58)
                .little32(0)
                .little32(54)
                .little32(40)
                .little32(width)
                .little32(height)
                .hex("01001800")
                .upTo(58)
                .toByteArray();
    }

    /** @param at where the description of the page stands */
    static byte[] tiff(long width, long height, int at) {
        return new Bytes()
                .text("II")
                .little16(42)
                .little32(at)
                .upTo(at)
                .little16(2)
                .little16(256)
                .little16(4)
                .little32(1)
                .little32(width)
                .little16(257)
                .little16(4)
                .little32(1)
                .little32(height)
                .little32(0)
                .toByteArray();
    }

    static byte[] tiffBigEndian(long width, long height) {
        return new Bytes()
                .text("MM")
                .big16(42)
                .big32(8)
                .big16(2)
                .big16(256)
                .big16(4)
                .big32(1)
                .big32(width)
                .big16(257)
                .big16(4)
                .big32(1)
                .big32(height)
                .big32(0)
                .toByteArray();
    }

    static byte[] bigTiff(long width, long height) {
        return new Bytes()
                .text("II")
                .little16(43)
                .little16(8)
                .little16(0)
                .little64(16)
                .little64(2)
                .little16(256)
                .little16(4)
                .little64(1)
                .little64(width)
                .little16(257)
                .little16(4)
                .little64(1)
                .little64(height)
                .little64(0)
                .toByteArray();
    }

    static byte[] webpExtended(int width, int height) {
        return new Bytes()
                .text("RIFF")
                .little32(30)
                .text("WEBPVP8X")
                .little32(10)
                .little32(0)
                .little16(width - 1)
                .hex("00")
                .little16(height - 1)
                .hex("00")
                .zeros(8)
                .toByteArray();
    }

    static byte[] webpLossless(int width, int height) {
        return new Bytes()
                .text("RIFF")
                .little32(30)
                .text("WEBPVP8L")
                .little32(10)
                .hex("2F")
                .little32((width - 1) | (height - 1) << 14)
                .zeros(8)
                .toByteArray();
    }

    static byte[] webpLossy(int width, int height) {
        return new Bytes()
                .text("RIFF")
                .little32(30)
                .text("WEBPVP8 ")
                .little32(10)
                .hex("0000009D012A")
                .little16(width)
                .little16(height)
                .zeros(8)
                .toByteArray();
    }

    /** A PDF with an object of this dictionary. */
    static byte[] pdf(String dictionary) {
        return ascii("%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + dictionary + " >>\nendobj\n"
                + "trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");
    }

    /** A PDF with these objects in a compressed object stream, of which its dictionary says more. */
    static byte[] pdfOfObjectStream(String more, byte[] objects) {
        Deflater deflater = new Deflater();
        deflater.setInput(objects);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return new Bytes()
                .text("%PDF-1.7\n2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length " + packed.size() + more
                        + " >>\nstream\r\n")
                .bytes(packed.toByteArray())
                .text("\nendstream\nendobj\nstartxref\n9\n%%EOF\n")
                .toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
