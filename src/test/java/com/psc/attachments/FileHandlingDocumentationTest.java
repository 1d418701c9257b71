package com.psc.attachments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The table of OWASP's requirements has all of them, and the tests that it names are there and run. */
class FileHandlingDocumentationTest {

    private static final Path DOCUMENTATION = Path.of("src/docs/file-handling.md");
    private static final Path TESTS = Path.of("src/test/java");

    @Test
    void everyRequirementOfTheChapterHasItsLine() throws IOException {
        assertThat(found("(?m)^\\| (\\d\\.\\d\\.\\d) "))
                .containsExactly(
                        "5.1.1", "5.2.1", "5.2.2", "5.2.3", "5.2.4", "5.2.5", "5.2.6", "5.3.1", "5.3.2", "5.3.3",
                        "5.4.1", "5.4.2", "5.4.3");
    }

    @Test
    void everyLineNamesATestAndEachOfThemIsThere() throws IOException {
        assertThat(found("(?m)^\\| (\\d\\.\\d\\.\\d) .*\\| `[^|]*` \\|$")).hasSize(13);
        List<String> tests = found("`(\\w+Test\\.\\w+)`");

        assertThat(tests).hasSizeGreaterThan(20).allSatisfy(FileHandlingDocumentationTest::requireTest);
    }

    private static void requireTest(String test) throws IOException, ClassNotFoundException {
        String name = test.substring(0, test.indexOf('.'));
        Class<?> type = Class.forName(className(name), false, FileHandlingDocumentationTest.class.getClassLoader());
        List<Method> methods = Stream.of(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(test.substring(name.length() + 1)))
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .filter(method -> !method.isAnnotationPresent(Disabled.class))
                .toList();
        assertThat(methods).as(test).hasSize(1);
    }

    private static String className(String name) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            Path file = files.filter(path -> path.endsWith(name + ".java"))
                    .findFirst()
                    .orElseThrow();
            String path = TESTS.relativize(file).toString();
            return path.substring(0, path.length() - ".java".length()).replace('/', '.');
        }
    }

    private static List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(DOCUMENTATION))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
