package com.psc.attachments.importing;

import static com.psc.attachments.importing.OlderDocuments.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.Api;
import com.psc.attachments.importing.Base64Text.NotBase64;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Base64 is decoded while it is read, and what is none is never taken for it. */
class Base64TextTest {

    private static byte[] decoded(byte[] text) throws IOException {
        try (Base64Text content = new Base64Text(new ByteArrayInputStream(text))) {
            return content.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 49_151, 49_152, 49_153, 98_304, 200_000})
    void aTextOfAnyLengthIsDecodedWithAndWithoutLines(int length) throws IOException {
        byte[] content = Api.randomBytes(length);

        assertThat(decoded(Base64.getEncoder().encode(content))).isEqualTo(content);
        assertThat(decoded(Base64.getMimeEncoder().encode(content))).isEqualTo(content);
        assertThat(decoded(Base64.getMimeEncoder(7, text("\n")).encode(content)))
                .isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:application/pdf;base64,QUJD",
                "data:;base64,QUJD",
                "data:text/plain;charset=utf-8;base64,QUJD\n",
                " QU\r\nJD "
            })
    void aDataUrlAndBlanksAreReadThrough(String stored) throws IOException {
        assertThat(decoded(text(stored))).isEqualTo(text("ABC"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUJ",
                "QUJDQ",
                "QQ=",
                "Q===",
                "====",
                "QQ==QUJD",
                "QU-D",
                "QU_D",
                "QU.D",
                "QU\0D",
                "data:x,QUJD",
                "é"
            })
    void whatIsNoBase64IsRefused(String stored) {
        assertThatThrownBy(() -> decoded(text(stored))).isInstanceOf(NotBase64.class);
    }

    @Test
    void aTextThatGoesOnAfterItsPaddingIsRefusedWhereverThatIs() {
        byte[] first = Base64.getEncoder().encode(Api.randomBytes(49_151));
        byte[] both = new byte[first.length + 4];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(text("QUJD"), 0, both, first.length, 4);

        assertThatThrownBy(() -> decoded(both)).isInstanceOf(NotBase64.class);
    }
}
