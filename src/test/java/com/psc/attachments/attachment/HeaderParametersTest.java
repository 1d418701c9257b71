package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderParametersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "form-data; name=\"file\"; filename=\"a.pdf\"|a.pdf",
                "form-data; filename=a.pdf; name=file|a.pdf",
                "form-data; filename=\"a;b.pdf\"|a;b.pdf",
                "form-data; filename=\"a\\\"b.pdf\"|a\"b.pdf",
                "form-data; filename=\"a%22b.pdf\"|a\"b.pdf",
                "form-data; filename=\"100%00.pdf\"|100%00.pdf",
                "form-data; filename=\"C:\\dir\\a.pdf\"|C:\\dir\\a.pdf",
                "form-data; filename=\"plain.pdf\"; filename*=UTF-8''%D1%84.pdf|ф.pdf",
                "form-data; filename*=utf-8'en'a+b.pdf|a+b.pdf",
                "form-data; FileName = \"a.pdf\"|a.pdf"
            })
    void fileNamesAreReadHoweverTheClientWritesThem(String field, String filename) {
        assertThat(HeaderParameters.of(field)).containsEntry("filename", filename);
    }
}
