package com.psc.attachments.attachment;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Many rows column by column, as {@code unnest} takes them: one statement then writes them all, and stays prepared. */
record Columns<T>(List<T> rows) {

    @Nullable
    String[] texts(Function<T, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    int[] integers(ToIntFunction<T> value) {
        return rows.stream().mapToInt(value).toArray();
    }

    long[] longs(ToLongFunction<T> value) {
        return rows.stream().mapToLong(value).toArray();
    }
}
