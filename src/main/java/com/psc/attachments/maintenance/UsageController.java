package com.psc.attachments.maintenance;

import com.psc.attachments.attachment.AttachmentTotals;
import com.psc.attachments.attachment.AttachmentTotals.CompanyUsage;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.content.HumanSize;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells how much each company has. */
@RestController
class UsageController {

    private final AttachmentTotals totals;

    UsageController(AttachmentTotals totals) {
        this.totals = totals;
    }

    record Usage(List<OfCompany> usageByCompany, int totalCompanies) {}

    record OfCompany(
            int companyId,
            long totalFiles,
            long totalSizeBytes,
            String totalSizeHuman,
            Map<String, OnBackend> byBackend) {}

    record OnBackend(long fileCount, long totalSizeBytes, String totalSizeHuman) {}

    @GetMapping("/storage/usage-by-company")
    Usage usageByCompany() {
        List<OfCompany> companies =
                totals.usageByCompany().stream().map(UsageController::of).toList();
        return new Usage(companies, companies.size());
    }

    private static OfCompany of(CompanyUsage usage) {
        Total all = usage.byBackend().values().stream().reduce(Total.NOTHING, Total::plus);
        Map<String, OnBackend> byBackend = new TreeMap<>();
        usage.byBackend()
                .forEach((name, total) ->
                        byBackend.put(name, new OnBackend(total.files(), total.bytes(), HumanSize.of(total.bytes()))));
        return new OfCompany(usage.company().value(), all.files(), all.bytes(), HumanSize.of(all.bytes()), byBackend);
    }
}
