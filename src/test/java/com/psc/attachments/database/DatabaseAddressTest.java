package com.psc.attachments.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    @ParameterizedTest
    @CsvSource({
        "postgresql://u:p@db.example:6432/psc, jdbc:postgresql://db.example:6432/psc, u, p",
        "postgres://u:p@db.example/psc, jdbc:postgresql://db.example:5432/psc, u, p",
        "postgresql://u%40x:p%2Fq%3A%40+@h/psc, jdbc:postgresql://h:5432/psc, u@x, p/q:@+",
        "postgresql://u:p@[::1]:5432/psc, jdbc:postgresql://[::1]:5432/psc, u, p",
        "postgresql://u:p@h/psc?sslmode=require, jdbc:postgresql://h:5432/psc?sslmode=require, u, p",
        "postgresql://h/psc, jdbc:postgresql://h:5432/psc, other, word",
        "jdbc:postgresql://h/psc, jdbc:postgresql://h/psc, other, word"
    })
    void addressesAreReadAsLibpqAndJdbcWriteThem(String url, String jdbcUrl, String user, String password) {
        assertThat(DatabaseAddress.parse(url, "other", "word")).isEqualTo(new DatabaseAddress(jdbcUrl, user, password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://u:secret@h/db", "postgresql://u:secret@h", "postgresql:secret", "se cret"})
    void anythingElseIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url, "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DATABASE_URL takes")
                .message()
                .doesNotContain("secret", "se cret");
    }

    @Test
    void itsTextShowsNoPassword() {
        assertThat(new DatabaseAddress("jdbc:postgresql://h/db?password=secret&x=y", "u", "secret"))
                .asString()
                .doesNotContain("secret")
                .contains("x=y");
    }
}
