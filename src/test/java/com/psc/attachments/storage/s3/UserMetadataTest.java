package com.psc.attachments.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.storage.WriteToken;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserMetadataTest {

    private static final WriteToken TOKEN = WriteToken.random();

    @Test
    void plainTextStaysAsItIs() {
        assertThat(encoded("a b~!\"#'%")).isEqualTo("a b~!\"#'%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ü", " a", "a ", "a\tb", "a\nb", "base64:YQ==", "\u007f", "🧾"})
    void whatAHeaderFieldCannotCarryIsEncoded(String value) {
        assertThat(encoded(value)).startsWith("base64:");
        assertThat(decoded(encoded(value))).isEqualTo(value);
    }

    @Test
    void theLongestValueGivesWayBetweenCharacters() {
        Map<String, String> fields =
                UserMetadata.encoded(Map.of("description", "🧾".repeat(3000), "original_filename", "kept"), TOKEN);

        assertThat(fields).containsEntry("original_filename", "kept").containsEntry("write_token", TOKEN.toString());
        assertThat(decoded(fields.getOrDefault("description", ""))).matches("(🧾)+");
        assertThat(size(fields)).isBetween(2000, 2048);
    }

    @Test
    void plainTextIsShortenedToTheLastByte() {
        Map<String, String> fields = UserMetadata.encoded(Map.of("description", "d".repeat(9000)), TOKEN);

        assertThat(fields.getOrDefault("description", "")).matches("d+");
        assertThat(size(fields)).isEqualTo(2048);
    }

    @Test
    void whatJustFitsIsLeftAlone() {
        String fits = "d".repeat(2048 - 11 - 11 - 36);

        assertThat(UserMetadata.encoded(Map.of("description", fits), TOKEN)).containsEntry("description", fits);
    }

    @Test
    void tooManyNamesDoNotHinderEither() {
        Map<String, String> many =
                IntStream.range(0, 300).boxed().collect(Collectors.toMap(i -> "name_number_" + i, i -> "value"));

        Map<String, String> fields = UserMetadata.encoded(many, TOKEN);

        assertThat(size(fields)).isLessThanOrEqualTo(2048);
        assertThat(fields).containsKey("write_token");
    }

    private static String encoded(String value) {
        return UserMetadata.encoded(Map.of("name", value), TOKEN).getOrDefault("name", "");
    }

    private static String decoded(String value) {
        return new String(Base64.getDecoder().decode(value.substring("base64:".length())), UTF_8);
    }

    private static int size(Map<String, String> fields) {
        return fields.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
    }
}
