package com.psc.attachments.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Which of the places that give a setting counts. */
class SettingsFromEnvironmentTest {

    @TempDir
    private Path folder;

    private final Map<String, Object> properties = new HashMap<>();
    private final Map<String, Object> variables = new HashMap<>();
    private final Map<String, Object> defaults = new HashMap<>();

    @BeforeEach
    void fromAFileOfItsOwn() {
        properties.put(SettingsFromEnvironment.FILE, folder.resolve(".env").toString());
    }

    @Test
    void theFileGoesBeforeTheDefault() throws IOException {
        defaults.put("psc.s3.region", "us-east-1");
        file("AWS_REGION=eu-central-1");

        assertThat(environment().getProperty("psc.s3.region")).isEqualTo("eu-central-1");
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() throws IOException {
        file("AWS_REGION=eu-central-1");
        variables.put("AWS_REGION", "eu-west-1");

        assertThat(environment().getProperty("psc.s3.region")).isEqualTo("eu-west-1");
    }

    @Test
    void aPropertyGoesBeforeTheEnvironment() {
        variables.put("SERVER_PORT", "8001");
        properties.put("server.port", "8002");

        assertThat(environment().getProperty("server.port")).isEqualTo("8002");
    }

    @Test
    void anEmptyVariableCountsAsUnset() throws IOException {
        defaults.put("server.port", "8000");
        file("AWS_REGION=eu-central-1\nUPLOAD_LEASE=\nS3_SSE=''");
        variables.put("AWS_REGION", "");
        variables.put("SERVER_PORT", " ");

        Environment environment = environment();
        assertThat(environment.getProperty("psc.s3.region")).isEqualTo("eu-central-1");
        assertThat(environment.getProperty("server.port")).isEqualTo("8000");
        assertThat(environment.containsProperty("psc.uploads.lease")).isFalse();
        assertThat(environment.containsProperty("psc.s3.sse")).isFalse();
    }

    @Test
    void formerNamesAreUnderstood() {
        variables.put("API_PORT", "8001");
        variables.put("API_HOST", "0.0.0.0");

        Environment environment = environment();
        assertThat(environment.getProperty("server.port")).isEqualTo("8001");
        assertThat(environment.getProperty("server.address")).isEqualTo("0.0.0.0");
    }

    @Test
    void theNameOfTodayGoesBeforeTheFormerOne() {
        variables.put("API_PORT", "8001");
        variables.put("SERVER_PORT", "8002");

        assertThat(environment().getProperty("server.port")).isEqualTo("8002");
    }

    @Test
    void theEnvironmentsFormerNameGoesBeforeTheFilesNameOfToday() throws IOException {
        file("SERVER_PORT=8002");
        variables.put("API_PORT", "8001");

        assertThat(environment().getProperty("server.port")).isEqualTo("8001");
    }

    @Test
    void aSecretOfTheFileIsNotPutToAKeyOfTheEnvironment() throws IOException {
        file("AWS_ACCESS_KEY_ID=file\nAWS_SECRET_ACCESS_KEY=secret\nAWS_SESSION_TOKEN=token");
        variables.put("AWS_ACCESS_KEY_ID", "environment");
        variables.put("AWS_SECRET_ACCESS_KEY", "hush");

        Environment environment = environment();
        assertThat(environment.getProperty("psc.s3.access-key-id")).isEqualTo("environment");
        assertThat(environment.getProperty("psc.s3.secret-access-key")).isEqualTo("hush");
        assertThat(environment.containsProperty("psc.s3.session-token")).isFalse();
    }

    @Test
    void aDatabaseHostOfTheEnvironmentGoesBeforeADatabaseUrlOfTheFile() throws IOException {
        file("DATABASE_URL=postgresql://file/books\nDB_PASSWORD=hush");
        variables.put("DB_HOST", "environment");

        Environment environment = environment();
        assertThat(environment.containsProperty("psc.database.url")).isFalse();
        assertThat(environment.getProperty("psc.database.host")).isEqualTo("environment");
        assertThat(environment.getProperty("psc.database.password")).isEqualTo("hush");
    }

    @Test
    void theCarriageReturnOfAWindowsFileGivenToAContainerIsDropped() {
        variables.put("UPLOAD_DIR", "/uploads\r");

        assertThat(environment().getProperty("psc.storage.upload-dir")).isEqualTo("/uploads");
    }

    @Test
    void theApiDescriptionIsSwitchedOnAsAWhole() {
        variables.put("API_DOCS", "on");

        Environment environment = environment();
        assertThat(environment.getProperty("springdoc.api-docs.enabled")).isEqualTo("true");
        assertThat(environment.getProperty("springdoc.swagger-ui.enabled")).isEqualTo("true");
    }

    private void file(String content) throws IOException {
        Files.writeString(folder.resolve(".env"), content);
    }

    private Environment environment() {
        StandardEnvironment environment = new StandardEnvironment() {
            @Override
            public Map<String, Object> getSystemEnvironment() {
                return variables;
            }
        };
        environment.getPropertySources().addFirst(new MapPropertySource("properties", properties));
        environment.getPropertySources().addLast(new MapPropertySource("defaults", defaults));
        new SettingsFromEnvironment().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }
}
