package com.psc.attachments.attachment;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Numbers for uploads, each given once among all instances. Taken from the database a block at a time. */
@Component
class UploadNumbers {

    private static final int BLOCK = 1024;

    private final JdbcClient jdbc;

    /** The next number of the present block; the first of any block if that is used up. */
    private final AtomicLong next = new AtomicLong();

    UploadNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Another number. They begin anew after four billion. */
    int take() {
        long number = next.get();
        while (number % BLOCK != 0) {
            if (next.compareAndSet(number, number + 1)) {
                return (int) number;
            }
            number = next.get();
        }
        long first = BLOCK
                * jdbc.sql("select nextval('upload_numbers')").query(Long.class).single();
        next.set(first + 1);
        return (int) first;
    }
}
