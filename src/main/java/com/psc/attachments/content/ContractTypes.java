package com.psc.attachments.content;

import static com.psc.attachments.content.FileCategory.ARCHIVE;
import static com.psc.attachments.content.FileCategory.DATA;
import static com.psc.attachments.content.FileCategory.DOCUMENT;
import static com.psc.attachments.content.FileCategory.IMAGE;
import static com.psc.attachments.content.FileCategory.SPREADSHEET;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.unit.DataSize;

/** The table "File types and limits" of the contract that clients rely on. */
final class ContractTypes {

    static final List<String> BLOCKED = List.of("exe", "bat", "cmd", "com", "scr", "vbs", "js");

    static final long LIMIT_OF_OTHERS = megabytes(25);

    static final Map<String, FileType> BY_EXTENSION = Stream.of(
                    type(DOCUMENT, 50, "pdf", "application/pdf"),
                    type(DOCUMENT, 50, "doc", "application/msword"),
                    type(DOCUMENT, 50, "docx", openXml("wordprocessingml.document")),
                    type(DOCUMENT, 50, "odt", "application/vnd.oasis.opendocument.text"),
                    type(DOCUMENT, 10, "txt", "text/plain"),
                    type(DOCUMENT, 10, "rtf", "application/rtf"),
                    type(SPREADSHEET, 50, "xls", "application/vnd.ms-excel"),
                    type(SPREADSHEET, 50, "xlsx", openXml("spreadsheetml.sheet")),
                    type(SPREADSHEET, 50, "ods", "application/vnd.oasis.opendocument.spreadsheet"),
                    type(SPREADSHEET, 10, "csv", "text/csv"),
                    type(IMAGE, 20, "jpg", "image/jpeg"),
                    type(IMAGE, 20, "jpeg", "image/jpeg"),
                    type(IMAGE, 20, "png", "image/png"),
                    type(IMAGE, 20, "bmp", "image/bmp"),
                    type(IMAGE, 20, "tiff", "image/tiff"),
                    type(IMAGE, 20, "webp", "image/webp"),
                    type(IMAGE, 10, "gif", "image/gif"),
                    type(ARCHIVE, 100, "zip", "application/zip"),
                    type(ARCHIVE, 100, "rar", "application/x-rar-compressed"),
                    type(ARCHIVE, 100, "7z", "application/x-7z-compressed"),
                    type(ARCHIVE, 100, "tar", "application/x-tar"),
                    type(ARCHIVE, 100, "gz", "application/gzip"),
                    type(DATA, 10, "xml", "application/xml"),
                    type(DATA, 10, "json", "application/json"))
            .collect(Collectors.toUnmodifiableMap(FileType::extension, Function.identity()));

    private ContractTypes() {}

    static Optional<FileType> find(String extension) {
        return Optional.ofNullable(BY_EXTENSION.get(extension));
    }

    private static FileType type(FileCategory category, int megabytes, String extension, String mime) {
        return new FileType(extension, category, megabytes(megabytes), Optional.of(mime));
    }

    private static long megabytes(int megabytes) {
        return DataSize.ofMegabytes(megabytes).toBytes();
    }

    private static String openXml(String kind) {
        return "application/vnd.openxmlformats-officedocument." + kind;
    }
}
