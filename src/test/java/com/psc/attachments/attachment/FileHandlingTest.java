package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Form;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.storage.BackendName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Where files lie, and that nothing leads there but what is meant to. */
@OnEveryBackend
class FileHandlingTest {

    private final Api api;
    private final StoredFiles files;
    private final Owner owner;

    FileHandlingTest(BackendName backend) {
        RunningService service = RunningService.shared(backend);
        this.api = service.api();
        this.files = service.files();
        this.owner = Owner.fresh(api);
    }

    @Test
    void noAddressLeadsToAStoredFileButItsDownload() {
        owner.upload("page.html", "<html><script>alert(1)</script></html>".getBytes(UTF_8));
        JsonNode file = owner.file();
        String path = Api.encoded(file.get("file_path").asString()).replace("%2F", "/");

        for (String prefix :
                List.of("/", "/uploads/", "/uploads/attachments/", "/attachments/", "/static/", "/files/")) {
            assertThat(api.get(prefix + path).status()).as(prefix).isIn(404, 405, 422);
        }
        assertThat(api.get("/attachments/download/" + file.get("id").asInt()).header("Content-Disposition"))
                .startsWith("attachment");
    }

    @Test
    void noNameLeadsOutOfTheStore() {
        for (String name : List.of(
                "../../../../etc/cron.d/a.txt",
                "..\\..\\windows\\a.txt",
                "/etc/a.txt",
                "C:\\a.txt",
                "%2e%2e%2fa.txt",
                "..%c0%afa.txt",
                "file:///etc/passwd",
                "http://169.254.169.254/a.txt")) {
            assertThat(owner.post(new Form().file(name, "text".getBytes(UTF_8))).status())
                    .as(name)
                    .isEqualTo(200);
        }
        Set<String> folders = new TreeSet<>();
        for (JsonNode file : owner.files()) {
            String path = file.get("file_path").asString();
            assertThat(files.paths()).contains(path);
            assertThat(List.of(path.split("/"))).doesNotContain("", ".", "..").noneMatch(part -> part.contains("\\"));
            folders.add(path.substring(0, path.indexOf("/company_" + owner.companyId() + "/")));
        }
        assertThat(folders).hasSize(1).allMatch(folder -> folder.endsWith("invoice"));
    }

    @Test
    void payslipsStayInNoCache() {
        Owner payroll = new Owner(api, "payroll", owner.entityId(), owner.companyId());
        int payslip = payroll.upload("a.pdf", 1000);
        int invoice = owner.upload("a.pdf", 1000);

        assertThat(api.get("/attachments/download/" + payslip).header("Cache-Control"))
                .isEqualTo("private, no-store");
        assertThat(api.get("/attachments/download/" + invoice).header("Cache-Control"))
                .isEqualTo("private, no-cache");
        String link =
                api.post("/attachments/" + payslip + "/links").json().get("url").asString();
        assertThat(api.get(link).header("Cache-Control")).isEqualTo("private, no-store");
    }
}
