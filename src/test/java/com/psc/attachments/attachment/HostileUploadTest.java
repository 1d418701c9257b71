package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.inspection.HostileFile;
import com.psc.attachments.inspection.HostileFile.Verdict;
import com.psc.attachments.inspection.HostileFiles;
import com.psc.attachments.storage.BackendName;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The hostile files as they come in, all of them to local disk and a share of them to S3. */
@OnEveryBackend
class HostileUploadTest {

    private static final int SHARE_ON_S3 = 7;

    private final BackendName backend;
    private final Api api;
    private final StoredFiles files;
    private final Owner owner;

    HostileUploadTest(BackendName backend) {
        RunningService service = RunningService.shared(backend);
        this.backend = backend;
        this.api = service.api();
        this.files = service.files();
        this.owner = Owner.fresh(api);
    }

    private List<HostileFile> share() {
        List<HostileFile> all = HostileFiles.all();
        return backend == BackendName.LOCAL
                ? all
                : IntStream.range(0, all.size())
                        .filter(i -> i % SHARE_ON_S3 == 0)
                        .mapToObj(all::get)
                        .toList();
    }

    @Test
    void eachIsRefusedOrMadeHarmlessAsThePolicySays() {
        SoftAssertions outcomes = new SoftAssertions();
        int kept = 0;
        List<HostileFile> share = share();
        for (HostileFile file : share) {
            byte[] content = file.content().get();
            Answer answer = owner.post(new Form().file(file.filename(), content));
            outcomes.assertThat(verdict(answer))
                    .as("%s: %s", file, answer.text())
                    .isEqualTo(file.verdict());
            kept += answer.status() == 200 ? 1 : 0;
        }

        outcomes.assertAll();
        System.out.printf(
                "%d hostile files on %s: %d refused, %d kept%n", share.size(), backend, share.size() - kept, kept);
        assertThat(owner.files()).hasSize(kept);
        assertThat(files.paths().stream().filter(path -> path.contains("company_" + owner.companyId() + "/")))
                .as("nothing of what was refused is in the store")
                .hasSize(kept);
    }

    private Verdict verdict(Answer answer) {
        if (answer.status() == 415) {
            return Verdict.BLOCKED;
        }
        if (answer.status() == 422) {
            return new Verdict(
                    answer.json().has("danger")
                            ? "refused, 422 `" + answer.json().get("danger").asString() + "`"
                            : "refused, 422");
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Answer shown =
                api.get("/attachments/download/" + answer.json().get("id").asInt() + "?disposition=inline");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(shown.header("Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
        assertThat(shown.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        boolean inline = shown.header("Content-Disposition").startsWith("inline");
        List<String> findings = answer.json()
                .get("findings")
                .valueStream()
                .map(finding -> finding.asString())
                .toList();
        if (inline) {
            assertThat(findings).isEmpty();
            return Verdict.AS_IT_IS;
        }
        return findings.isEmpty()
                ? Verdict.SAVED_ONLY
                : new Verdict("kept, to be saved only, `" + String.join(", ", findings) + "`");
    }
}
