package com.psc.attachments.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1.0 B",
        "1023, 1023.0 B",
        "1536, 1.5 KB",
        "20971520, 20.0 MB",
        "1610612736, 1.5 GB",
        "1099511627776, 1.0 TB",
        "1125899906842624, 1024.0 TB"
    })
    void sizesReadAsTheFormerBackendWroteThem(long bytes, String human) {
        assertThat(HumanSize.of(bytes)).isEqualTo(human);
    }
}
