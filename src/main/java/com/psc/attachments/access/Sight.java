package com.psc.attachments.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Whose files the database shows to the present thread, whatever its statements ask for: those of the caller's companies while a
 * request is answered, those of all companies otherwise, as the service's own work needs. While nobody is asked who he is, always
 * those of all.
 */
@Component
public class Sight {

    static final String ALL = "*";
    private static final Opened UNCHANGED = () -> {};

    /** What a request may see; nothing is here while the thread does the service's own work. */
    private final ThreadLocal<Optional<Companies>> present = new ThreadLocal<>();

    private final AccessSettings settings;

    Sight(AccessSettings settings) {
        this.settings = settings;
    }

    /** A sight, until closed by the thread that opened it. */
    public interface Opened extends AutoCloseable {

        @Override
        void close();
    }

    /** Of the files of those companies only. A transaction that has begun keeps the sight it has. */
    public Opened open(Companies companies) {
        return open(Optional.of(companies));
    }

    /** Of nothing: statements on files fail, unless their sight is opened. */
    Opened openNothing() {
        return open(Optional.empty());
    }

    private Opened open(Optional<Companies> companies) {
        if (settings.mode() == AccessSettings.Mode.OPEN) {
            return UNCHANGED;
        }
        Optional<Companies> before = present.get();
        present.set(companies);
        return () -> {
            if (before == null) {
                present.remove();
            } else {
                present.set(before);
            }
        };
    }

    /** Whether nothing is hidden from the present thread. */
    public boolean isOfAll() {
        return setting().equals(ALL);
    }

    /** As the database has it; with an empty text, statements on files fail. */
    String setting() {
        Optional<Companies> companies = present.get();
        return companies == null ? ALL : companies.map(Sight::setting).orElse("");
    }

    private static String setting(Companies companies) {
        Integer[] ids = companies.ids();
        return ids == null ? ALL : Arrays.stream(ids).map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
