package com.psc.attachments.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IamPolicyTest {

    @Test
    void itAllowsWhatTheServiceAsksForAndNothingElse() {
        Stream<String> allowed = statements(settings()).flatMap(statement -> list(statement, "Action").stream());

        assertThat(allowed)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(S3Action.values())
                        .filter(action -> action.scope() != S3Action.Scope.SETUP)
                        .map(S3Action::iamAction)
                        .distinct()
                        .toList());
    }

    @Test
    void filesAreAllowedInTheirFoldersOnlyAndVersionsOnlyOfProbes() {
        assertThat(resources("s3:PutObject"))
                .containsExactly("arn:aws:s3:::files/attachments/*", "arn:aws:s3:::files/.psc-attachments/*");
        assertThat(resources("s3:DeleteObjectVersion")).containsExactly("arn:aws:s3:::files/.psc-attachments/*");
        assertThat(resources("s3:ListBucket")).containsExactly("arn:aws:s3:::files");
    }

    @Test
    void aKeyOfKmsIsAllowedToBeUsed() {
        S3Settings settings = new S3Fixture.SettingsBuilder()
                .with("bucket", "files")
                .with("sse", "aws:kms")
                .with("kms-key-id", "arn:aws:kms:eu-central-1:111122223333:key/4f6e")
                .build();

        assertThat(statements(settings)).anySatisfy(statement -> {
            assertThat(list(statement, "Action")).containsExactly("kms:GenerateDataKey", "kms:Decrypt");
            assertThat(list(statement, "Resource")).containsExactly("arn:aws:kms:eu-central-1:111122223333:key/4f6e");
        });
    }

    @Test
    void otherPartitionsHaveTheirOwnNames() {
        S3Settings settings = new S3Fixture.SettingsBuilder()
                .with("bucket", "files")
                .with("region", "cn-north-1")
                .build();

        assertThat(statements(settings))
                .flatExtracting(statement -> list(statement, "Resource"))
                .allMatch(resource -> resource.startsWith("arn:aws-cn:s3:::files"));
    }

    private static List<String> resources(String action) {
        return statements(settings())
                .filter(statement -> list(statement, "Action").contains(action))
                .flatMap(statement -> list(statement, "Resource").stream())
                .toList();
    }

    private static S3Settings settings() {
        return S3Fixture.settings(URI.create("http://127.0.0.1:1"), "files").build();
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map<String, Object>> statements(S3Settings settings) {
        Map<String, Object> policy = IamPolicy.of(settings, "attachments/");
        assertThat(policy).containsEntry("Version", "2012-10-17");
        return ((List<Map<String, Object>>) policy.getOrDefault("Statement", List.of())).stream();
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(Map<String, Object> statement, String member) {
        return (List<String>) statement.getOrDefault(member, List.of());
    }
}
