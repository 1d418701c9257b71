package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.FileCategory;
import com.psc.attachments.storage.BackendName;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The shapes of all keys that this service or its predecessor has ever given to files. What has another shape is not ours. */
public final class KeyShapes {

    private static final List<String> TYPES =
            Arrays.stream(EntityType.values()).map(EntityType::label).toList();
    private static final List<String> CATEGORIES =
            Arrays.stream(FileCategory.values()).map(FileCategory::value).toList();

    private static final String COMPANY = "/company_\\d{1,10}/";
    private static final String MOMENT = "\\d{4}-\\d{2}-\\d{2}/\\d{6}_[0-9a-f]{8}";
    private static final String EXTENSION = "(\\.[^/.]+)?";
    private static final String OLDER_MOMENT = "\\d{8}_\\d{6}_[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}";

    private static final Pattern LOCAL = Pattern.compile(oneOf(TYPES) + COMPANY + MOMENT + EXTENSION);
    private static final Pattern OLDER_LOCAL =
            Pattern.compile(oneOf(CATEGORIES) + COMPANY + oneOf(TYPES) + "/" + OLDER_MOMENT + EXTENSION);
    private static final Pattern S3 = Pattern.compile("attachments/" + oneOf(TYPES) + COMPANY + MOMENT + "_[^/]*");

    private KeyShapes() {}

    private static String oneOf(List<String> words) {
        return words.stream().collect(Collectors.joining("|", "(", ")"));
    }

    /** Whether what is called that on that backend can be a file of ours. */
    public static boolean fit(BackendName backend, String name) {
        return switch (backend) {
            case LOCAL ->
                LOCAL.matcher(name).matches() || OLDER_LOCAL.matcher(name).matches();
            case S3 -> S3.matcher(name).matches();
        };
    }

    /** The folders that hold all files of a company on that backend, and no others'. Each ends in {@code /}. */
    public static List<String> foldersOf(CompanyId company, BackendName backend) {
        String folder = "/company_" + company + "/";
        return switch (backend) {
            case LOCAL ->
                Stream.concat(TYPES.stream(), CATEGORIES.stream())
                        .map(parent -> parent + folder)
                        .toList();
            case S3 ->
                TYPES.stream().map(type -> "attachments/" + type + folder).toList();
        };
    }
}
