package com.psc.attachments.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class FlushAheadTest {

    private final Queue<Runnable> asked = new ArrayDeque<>();
    private int flushes;

    private final FlushAhead flush = new FlushAhead(() -> flushes++, asked::add);

    @Test
    void aShortFileIsFlushedOnceAtItsEnd() throws IOException {
        flush.wrote(FlushAhead.STEP - 1);

        flush.finish();

        assertThat(asked).isEmpty();
        assertThat(flushes).isOne();
    }

    @Test
    void aLongFileIsFlushedWhileItIsWritten() {
        flush.wrote(FlushAhead.STEP / 2);
        flush.wrote(FlushAhead.STEP / 2);

        assertThat(asked).hasSize(1);
    }

    @Test
    void aFlushIsNotAskedForWhileTheOneBeforeGoesOn() {
        flush.wrote(FlushAhead.STEP);
        flush.wrote(FlushAhead.STEP);
        assertThat(asked).hasSize(1);

        asked.remove().run();
        flush.wrote(1);

        assertThat(asked).hasSize(1);
    }

    @Test
    void theEndIsFlushedAfterTheFlushesBefore() throws IOException {
        flush.wrote(FlushAhead.STEP);
        asked.remove().run();

        flush.finish();

        assertThat(flushes).isEqualTo(2);
    }

    @Test
    void aFailureOfAnEarlierFlushIsNotForgottenWhenTheLastOneSucceeds() {
        IOException lost = new IOException("Input/output error");
        int[] calls = {0};
        FlushAhead failing = new FlushAhead(
                () -> {
                    if (calls[0]++ == 0) {
                        throw lost;
                    }
                },
                Runnable::run);
        failing.wrote(FlushAhead.STEP);
        failing.wrote(FlushAhead.STEP);

        assertThatThrownBy(failing::finish).isSameAs(lost);
    }
}
