package com.psc.attachments.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a file is from its first bytes, and refuses programs and scripts whatever they are called.
 *
 * <p>Refused are programs for Windows and DOS, Linux, macOS, Android, WebAssembly and Java, Windows shortcuts and
 * installers, scripts with an interpreter line ({@code #!}), encoded scripts, HTML applications, Windows script files,
 * and batch, VBScript, JavaScript, PowerShell and PHP scripts that open unmistakably. Scripts carry no signature, so
 * one that opens like prose or data is not found; neither is a program inside an archive. Any other difference between
 * name and content is harmless: the answer tells the content's type, and the caller records it.
 *
 * <p>Common formats are recognised in a few microseconds. Apache Tika's list of signatures takes some hundred, and is
 * asked only about binary content whose name the contract's table does not know either. None of its parsers run.
 *
 * <p>Instances are immutable and may be used by many threads.
 */
public final class TypeSniffer {

    /** The most bytes of a file that are looked at. */
    public static final int SAMPLE_BYTES = 64 * 1024;

    private static final String INSTALLER = "application/x-ms-installer";
    private static final Pattern ACTIVE = Pattern.compile("text/.*|.*(html|xml|script|svg).*");

    private final MimeTypes tika = MimeTypes.getDefaultMimeTypes();
    private final MediaTypeRegistry registry = tika.getMediaTypeRegistry();

    /**
     * The type of a file by its content. The name only narrows it down: what begins like a ZIP archive and is called
     * {@code a.docx} is a Word document, but a text called {@code a.pdf} stays a text.
     *
     * @param start an array whose first {@code length} bytes are the file's first bytes; neither kept nor changed
     * @param length how many: {@link #SAMPLE_BYTES}, or fewer if the file has no more. More are ignored
     * @throws TypeBlocked when the content is a program or a script
     * @throws IndexOutOfBoundsException when {@code start} has not so many bytes
     */
    public DetectedType detect(OriginalName name, byte[] start, int length) {
        Objects.checkFromIndexSize(0, length, start.length);
        Sample sample = new Sample(start, length);
        refuse(Programs.kind(sample), name);
        refuse(Scripts.kind(sample), name);
        MediaType narrowed = narrowed(byContent(name, sample), name.extension());
        if (narrowed.toString().equals(INSTALLER)) {
            throw TypeBlocked.byContent("a Windows Installer package", name);
        }
        return new DetectedType(publicName(narrowed));
    }

    /**
     * The media type that a file is kept and sent with: the one its extension stands for in the contract's table;
     * failing that the detected one, unless it is no more than a container for many; then the one that its extension
     * commonly stands for, then the one that the client declared unless a browser would run such content, then whatever
     * was detected.
     *
     * @param declared the Content-Type that the client sent for the file, in any form
     * @return a plain {@code type/subtype} of at most 100 characters
     */
    public String mimeType(OriginalName name, Optional<String> declared, DetectedType detected) {
        String extension = name.extension();
        return ContractTypes.find(extension)
                .flatMap(FileType::mime)
                .or(() -> Optional.of(detected.mime()).filter(TypeSniffer::saysWhatItIs))
                .or(() -> Optional.of(publicName(byExtension(extension))).filter(TypeSniffer::saysWhatItIs))
                .or(() -> declared.flatMap(PlainMediaType::of)
                        .filter(mime -> !ACTIVE.matcher(mime).matches()))
                .orElse(detected.mime());
    }

    private static void refuse(Optional<String> kind, OriginalName name) {
        kind.ifPresent(found -> {
            throw TypeBlocked.byContent(found, name);
        });
    }

    private MediaType byContent(OriginalName name, Sample sample) {
        if (sample.isEmpty()) {
            return MediaType.OCTET_STREAM;
        }
        Optional<String> format = Formats.mime(sample);
        if (format.isPresent()) {
            return type(format.get());
        }
        String opening = sample.opening();
        if (Texts.isText(opening)) {
            return type(Texts.mime(opening));
        }
        boolean nameSaysEnough = ContractTypes.find(name.extension()).isPresent();
        return nameSaysEnough ? MediaType.OCTET_STREAM : askTikaByContent(sample);
    }

    private MediaType narrowed(MediaType content, String extension) {
        MediaType named = byExtension(extension);
        boolean narrower = !content.equals(MediaType.OCTET_STREAM) && registry.isSpecializationOf(named, content);
        return narrower ? named : content;
    }

    private MediaType byExtension(String extension) {
        return ContractTypes.find(extension)
                .flatMap(FileType::mime)
                .map(TypeSniffer::type)
                .orElseGet(() -> askTikaByName("file." + extension));
    }

    private MediaType askTikaByContent(Sample sample) {
        return askTika(new ByteArrayInputStream(sample.toBytes()), new Metadata());
    }

    private MediaType askTikaByName(String name) {
        Metadata metadata = new Metadata();
        metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
        return askTika(null, metadata);
    }

    private MediaType askTika(@Nullable InputStream content, Metadata metadata) {
        try {
            return tika.detect(content, metadata).getBaseType();
        } catch (IOException impossible) {
            throw new UncheckedIOException("Bytes in memory could not be read", impossible);
        }
    }

    private String publicName(MediaType type) {
        String mime = type.toString();
        if (mime.equals(Formats.COMPOUND_FILE)) {
            return Formats.COMPOUND_FILE_PUBLICLY;
        }
        return type.getSubtype().startsWith("x-tika-") ? publicName(registry.getSupertype(type)) : mime;
    }

    private static MediaType type(String mime) {
        return Objects.requireNonNull(MediaType.parse(mime));
    }

    private static boolean saysWhatItIs(String mime) {
        return !mime.equals(MimeTypes.OCTET_STREAM) && !mime.equals(Formats.COMPOUND_FILE_PUBLICLY);
    }
}
