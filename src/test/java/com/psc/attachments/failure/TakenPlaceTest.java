package com.psc.attachments.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.storage.BackendName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What somebody else put where an upload was to go stays as it is, and the upload goes elsewhere when it comes again. */
@InOwnProcesses
class TakenPlaceTest {

    private static final DateTimeFormatter PLACE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd/HHmmss_").withZone(ZoneOffset.UTC);
    private static final Pattern NUMBERED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}/\\d{6}_([0-9a-f]{8})");
    private static final int STEP = 0x9E3779B1;
    private static final int SECONDS = 60;

    @ParameterizedTest(name = "on {0}")
    @EnumSource
    void nothingIsOverwrittenOrRemovedAndTheNextUploadSucceeds(BackendName backend) {
        Installation installation = Installation.shared(backend);
        installation.api().upload("a.zip", Api.randomBytes(10));
        List<String> places = placesOfTheNextUpload(installation.files().paths().get(0));
        places.forEach(place -> installation.files().plant(place, "somebody else's".getBytes(UTF_8)));

        Api.Answer refused = put(installation);
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        Api.Answer taken = put(installation);
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);

        assertThat(installation.count("upload_intents")).isZero();
        assertThat(places).allSatisfy(place -> {
            assertThat(installation.count("removals where object_key = '" + place + "'"))
                    .isZero();
            assertThat(installation.files().bytes(place)).isEqualTo("somebody else's".getBytes(UTF_8));
        });
        places.forEach(installation.files()::lose);
        installation.deleteAll();
        installation.requireThatRowsAndFilesAgree();
    }

    /** Numbers go up by one; only the second in which the next upload comes is not known. */
    private static List<String> placesOfTheNextUpload(String last) {
        Matcher numbered = NUMBERED.matcher(last);
        assertThat(numbered.find()).isTrue();
        int next = Integer.parseUnsignedInt(numbered.group(1), 16) + STEP;
        Instant now = Instant.now();
        return IntStream.range(0, SECONDS)
                .mapToObj(second -> last.substring(0, numbered.start())
                        + PLACE.format(now.plusSeconds(second))
                        + String.format("%08x", next)
                        + last.substring(numbered.end()))
                .toList();
    }

    private static Api.Answer put(Installation installation) {
        return installation
                .api()
                .put(
                        "/attachments?entity_type=invoice&entity_id=7&company_id=1&filename=a.zip",
                        Api.randomBytes(100_000));
    }
}
