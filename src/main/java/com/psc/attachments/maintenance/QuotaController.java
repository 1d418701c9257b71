package com.psc.attachments.maintenance;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.AttachmentTotals;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.maintenance.Quotas.Quota;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows and sets how much a company may have. */
@RestController
class QuotaController {

    private final Quotas quotas;
    private final AttachmentTotals totals;

    QuotaController(Quotas quotas, AttachmentTotals totals) {
        this.quotas = quotas;
        this.totals = totals;
    }

    /** Null stands for no limit. */
    record QuotaView(
            int companyId,
            @Nullable Long maxFiles,
            @Nullable Long maxBytes,
            long totalFiles,
            long totalSizeBytes) {}

    record QuotaList(List<QuotaView> quotas) {}

    @GetMapping("/storage/quotas")
    QuotaList list() {
        return new QuotaList(quotas.all().stream().map(this::view).toList());
    }

    @GetMapping("/storage/quotas/{company}")
    QuotaView show(@PathVariable CompanyId company) {
        return view(quotas.of(company).orElseGet(() -> new Quota(company, Optional.empty(), Optional.empty())));
    }

    @PutMapping("/storage/quotas/{company}")
    QuotaView set(@PathVariable CompanyId company, HttpServletRequest request) {
        Parameters parameters = Parameters.of(request, "max_files", "max_bytes");
        Quota quota = new Quota(company, limit(parameters, "max_files"), limit(parameters, "max_bytes"));
        if (quota.maxFiles().isEmpty() && quota.maxBytes().isEmpty()) {
            throw new InvalidParameter("max_bytes", "or max_files must be given; DELETE removes a quota");
        }
        quotas.set(quota);
        return view(quota);
    }

    @DeleteMapping("/storage/quotas/{company}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable CompanyId company) {
        quotas.remove(company);
    }

    private static Optional<Long> limit(Parameters parameters, String name) {
        return parameters.value(name, QuotaController::notNegative, "must be a whole number, 0 or more");
    }

    private static long notNegative(String text) {
        long number = Long.parseLong(text);
        if (number < 0) {
            throw new IllegalArgumentException("A limit is not negative");
        }
        return number;
    }

    private QuotaView view(Quota quota) {
        Total total = totals.ofCompany(quota.company());
        return new QuotaView(
                quota.company().value(),
                quota.maxFiles().orElse(null),
                quota.maxBytes().orElse(null),
                total.files(),
                total.bytes());
    }
}
