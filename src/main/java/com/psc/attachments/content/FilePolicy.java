package com.psc.attachments.content;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.springframework.util.unit.DataSize;

/** Which types of files are accepted, and how large each may be: the contract's table with the settings' changes. */
public final class FilePolicy {

    private static final Pattern EXTENSION = Pattern.compile("\\.?([a-z0-9_-]{1,32})");
    private static final String ALL_OTHERS = "*";

    private final Map<String, FileType> types;
    private final long limitOfOthers;
    private final Set<String> blocked;

    /**
     * The contract's policy as changed by {@code settings}.
     *
     * @throws IllegalArgumentException when a setting cannot be understood or contradicts another; the message names
     *     it ({@code FILE_LIMITS} or {@code FILE_BLOCKED}) and says what it takes
     */
    public FilePolicy(FileSettings settings) {
        blocked = blocked(settings.blocked());
        Map<String, Long> limits = limits(settings.limits());
        limits.keySet().stream().filter(blocked::contains).findFirst().ifPresent(extension -> {
            throw new IllegalArgumentException("FILE_LIMITS sets a limit for '" + extension
                    + "', which FILE_BLOCKED refuses whatever its size: take it out of one of them.");
        });
        Long others = limits.remove(ALL_OTHERS);
        limitOfOthers = others == null ? ContractTypes.LIMIT_OF_OTHERS : others;
        Map<String, FileType> all = new LinkedHashMap<>(ContractTypes.BY_EXTENSION);
        all.keySet().removeAll(blocked);
        limits.forEach((extension, limit) ->
                all.merge(extension, other(extension, limit), (contractual, added) -> contractual.limitedTo(limit)));
        types = Map.copyOf(all);
    }

    /**
     * What applies to a file of this name. An extension that no table names is of the category other.
     *
     * @throws TypeBlocked when files of this name are refused
     */
    public FileType admit(OriginalName name) {
        blockedExtension(name).ifPresent(extension -> {
            throw TypeBlocked.byName(extension);
        });
        String extension = name.extension();
        FileType known = types.get(extension);
        return known == null ? other(extension, limitOfOthers) : known;
    }

    /** The extension for which files of this name are refused; empty if they are not. */
    public Optional<String> blockedExtension(OriginalName name) {
        for (String extension : name.extensions()) {
            if (blocked.contains(extension)) {
                return Optional.of(extension);
            }
        }
        return Optional.empty();
    }

    /** The extensions that the contract's table or the settings name and that are not blocked, in alphabetical order. */
    public List<String> supportedTypes() {
        return types.keySet().stream().sorted().toList();
    }

    /** The most bytes that a file may have, by extension, for those that {@link #supportedTypes} gives. */
    public Map<String, Long> limits() {
        Map<String, Long> limits = new TreeMap<>();
        types.forEach((extension, type) -> limits.put(extension, type.limit()));
        return limits;
    }

    /** The most bytes that a file of another extension may have. */
    public long limitOfOthers() {
        return limitOfOthers;
    }

    /** The extensions that are refused, in alphabetical order. */
    public List<String> blocked() {
        return blocked.stream().sorted().toList();
    }

    /** The most bytes that any file may have. */
    public long largestLimit() {
        return LongStream.concat(
                        LongStream.of(limitOfOthers), types.values().stream().mapToLong(FileType::limit))
                .max()
                .getAsLong();
    }

    private static FileType other(String extension, long limit) {
        return new FileType(extension, FileCategory.OTHER, limit, Optional.empty());
    }

    private static Set<String> blocked(List<String> setting) {
        return setting.stream().map(FilePolicy::blockedExtension).collect(Collectors.toUnmodifiableSet());
    }

    private static String blockedExtension(String text) {
        return extension(text)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "FILE_BLOCKED: '" + text.strip()
                                        + "' is no file extension. It takes extensions, separated by commas: exe,bat,cmd,com,scr,vbs,js"));
    }

    private static Map<String, Long> limits(String setting) {
        Map<String, Long> limits = new LinkedHashMap<>();
        if (setting.isBlank()) {
            return limits;
        }
        for (String entry : setting.split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw wrongLimit(entry, "has no size");
            }
            String left = entry.substring(0, equals).strip();
            String type = left.equals(ALL_OTHERS)
                    ? ALL_OTHERS
                    : extension(left).orElseThrow(() -> wrongLimit(entry, "names no file extension"));
            if (limits.put(type, bytes(entry, entry.substring(equals + 1))) != null) {
                throw wrongLimit(entry, "is a second limit for the same type");
            }
        }
        return limits;
    }

    private static Optional<String> extension(String text) {
        Matcher extension = EXTENSION.matcher(text.strip().toLowerCase(Locale.ROOT));
        return extension.matches() ? Optional.of(extension.group(1)) : Optional.empty();
    }

    private static long bytes(String entry, String size) {
        long bytes;
        try {
            bytes = DataSize.parse(size.strip().toUpperCase(Locale.ROOT)).toBytes();
        } catch (IllegalArgumentException | ArithmeticException notASize) {
            throw wrongLimit(entry, "has no size that can be read");
        }
        if (bytes < 1) {
            throw wrongLimit(entry, "has a size below one byte");
        }
        return bytes;
    }

    private static IllegalArgumentException wrongLimit(String entry, String fault) {
        return new IllegalArgumentException("FILE_LIMITS: '" + entry.strip() + "' " + fault
                + ". It takes an extension, or * for all types without a limit of their own, and a size in B, KB, MB, GB"
                + " or TB for each, separated by commas: pdf=200MB,mov=1GB,*=30MB");
    }
}
