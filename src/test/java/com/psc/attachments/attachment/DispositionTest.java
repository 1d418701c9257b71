package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DispositionTest {

    @Test
    void aPlainNameIsQuoted() {
        assertThat(Disposition.ATTACHMENT.header("May 2026.pdf")).isEqualTo("attachment; filename=\"May 2026.pdf\"");
    }

    @Test
    void anyOtherNameIsGivenInUtf8Too() {
        assertThat(Disposition.ATTACHMENT.header("Büro \"x\".pdf"))
                .isEqualTo("attachment; filename=\"B_ro _x_.pdf\"; filename*=UTF-8''B%C3%BCro%20%22x%22.pdf");
    }

    @Test
    void onlyHarmlessTypesAreShownInline() {
        assertThat(Disposition.INLINE.allowedFor("application/pdf")).isEqualTo(Disposition.INLINE);
        assertThat(Disposition.INLINE.allowedFor("image/svg+xml")).isEqualTo(Disposition.ATTACHMENT);
        assertThat(Disposition.INLINE.allowedFor("text/html")).isEqualTo(Disposition.ATTACHMENT);
    }
}
