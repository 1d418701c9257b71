package com.psc.attachments.maintenance;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.Holdings;
import com.psc.attachments.attachment.Holdings.Holding;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.request.IdCursor;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.Page;
import com.psc.attachments.request.PageLimit;
import com.psc.attachments.request.Parameters;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.LifecycleRule;
import com.psc.attachments.storage.LifecycleRule.StorageClass;
import com.psc.attachments.storage.LifecycleRule.Transition;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Estimates what the documents cost on S3, and whether a lifecycle rule would make it less. */
@RestController
class CostsController {

    private static final int USUAL_MONTHS = 12;
    private static final int MOST_MONTHS = 60;
    private static final List<String> ASSUMPTIONS = List.of(
            "All files count as if they lay on S3, in the first class of the price list, unless storage_backend narrows them down",
            "The files that are there stay, and none are added",
            "A month has 30 days",
            "A rule moves only files that are not smaller than what their class bills at least",
            "minimum_days is what would still be billed if all files were removed after the last month");

    private final Holdings holdings;
    private final StoragePrices prices;
    private final Clock clock;

    CostsController(Holdings holdings, StoragePrices prices, Clock clock) {
        this.holdings = holdings;
        this.prices = prices;
        this.clock = clock;
    }

    record PriceList(LocalDate asOf, long ageDays, String region, String source, List<StorageClassPrice> classes) {}

    /** In the list's currency. */
    record ClassCosts(
            String storageClass,
            int afterDays,
            List<BigDecimal> monthly,
            BigDecimal transitions,
            BigDecimal minimumDays,
            BigDecimal total,
            BigDecimal saves) {

        static ClassCosts of(CostEstimate estimate, CostEstimate without) {
            return new ClassCosts(
                    estimate.target().storageClass(),
                    estimate.afterDays(),
                    estimate.monthly().stream().map(CostsController::amount).toList(),
                    amount(estimate.transitions()),
                    amount(estimate.minimumDays()),
                    amount(estimate.total()),
                    amount(without.total() - estimate.total()));
        }
    }

    record CompanyCosts(
            int companyId, long files, long totalSizeBytes, String totalSizeHuman, List<ClassCosts> byClass) {}

    /** @param paysWhileReadBelow the share of the moved bytes that may be read a month before reading costs what moving saves */
    record Lifecycle(
            boolean pays,
            @Nullable String storageClass,
            @Nullable Integer afterDays,
            @Nullable BigDecimal saves,
            @Nullable BigDecimal paysWhileReadBelow,
            String detail) {}

    record Answer(
            @Nullable Integer companyId,
            @Nullable String storageBackend,
            int months,
            String currency,
            PriceList prices,
            List<String> assumptions,
            List<String> notCovered,
            long files,
            long totalSizeBytes,
            String totalSizeHuman,
            List<ClassCosts> byClass,
            List<CompanyCosts> companies,
            @Nullable String nextCursor,
            Lifecycle lifecycle,
            @Nullable AgeingRule lifecycleRule) {}

    @GetMapping("/storage/costs")
    ResponseEntity<Answer> costs(HttpServletRequest request) {
        Parameters parameters = Parameters.of(request, "company_id", "storage_backend", "months", "limit", "cursor");
        Optional<CompanyId> company =
                parameters.value("company_id", CompanyId::of, "must be an integer that is not negative");
        Optional<BackendName> backend = parameters.value(
                "storage_backend",
                text -> BackendName.labelled(text).orElseThrow(IllegalArgumentException::new),
                "must be local or s3");
        int months = parameters
                .value("months", Integer::valueOf, "must be an integer")
                .orElse(USUAL_MONTHS);
        if (months < 1 || months > MOST_MONTHS) {
            throw new InvalidParameter("months", "must be from 1 to " + MOST_MONTHS);
        }
        PageLimit limit = parameters.value("limit", PageLimit::of, "").orElse(PageLimit.USUAL);
        long behind = parameters
                .value("cursor", IdCursor::of, "")
                .map(IdCursor::behind)
                .orElse(-1L);

        List<Holding> all = holdings.of(company, backend, clock.instant(), CostEstimate.OLDEST, prices.sizes());
        List<CostEstimate> estimates = prices.classes().stream()
                .map(target -> CostEstimate.cheapest(all, prices, target, months))
                .toList();
        Page<CompanyCosts> page = page(all, estimates, months, limit, behind);
        Optional<CostEstimate> best = best(estimates);
        Total total = total(all);
        return page.answer()
                .body(new Answer(
                        company.map(CompanyId::value).orElse(null),
                        backend.map(BackendName::label).orElse(null),
                        months,
                        prices.currency(),
                        priceList(),
                        ASSUMPTIONS,
                        prices.notCovered(),
                        total.files(),
                        total.bytes(),
                        HumanSize.of(total.bytes()),
                        classCosts(estimates),
                        page.entries(),
                        page.nextCursor().orElse(null),
                        best.map(chosen -> lifecycle(chosen, estimates.get(0), months))
                                .orElse(new Lifecycle(
                                        false, null, null, null, null, "No rule would make it less in these months")),
                        best.filter(chosen -> company.isEmpty())
                                .map(CostsController::rule)
                                .orElse(null)));
    }

    private PriceList priceList() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new PriceList(
                prices.asOf(),
                ChronoUnit.DAYS.between(prices.asOf(), today),
                prices.region(),
                prices.source(),
                prices.classes());
    }

    private Page<CompanyCosts> page(
            List<Holding> all, List<CostEstimate> chosen, int months, PageLimit limit, long behind) {
        Map<Integer, List<Holding>> byCompany = new TreeMap<>();
        for (Holding holding : all) {
            if (holding.company().value() > behind) {
                byCompany
                        .computeIfAbsent(holding.company().value(), id -> new ArrayList<>())
                        .add(holding);
            }
        }
        List<CompanyCosts> companies = byCompany.entrySet().stream()
                .limit(limit.andOneMore())
                .map(entry -> companyCosts(entry.getKey(), entry.getValue(), chosen, months))
                .toList();
        return Page.of(companies, limit, last -> new IdCursor(last.companyId()).text());
    }

    private CompanyCosts companyCosts(int company, List<Holding> its, List<CostEstimate> chosen, int months) {
        Total total = total(its);
        return new CompanyCosts(
                company,
                total.files(),
                total.bytes(),
                HumanSize.of(total.bytes()),
                classCosts(chosen.stream()
                        .map(one -> CostEstimate.of(its, prices, one.target(), one.afterMonths(), months))
                        .toList()));
    }

    private static List<ClassCosts> classCosts(List<CostEstimate> estimates) {
        return estimates.stream()
                .map(estimate -> ClassCosts.of(estimate, estimates.get(0)))
                .toList();
    }

    private static Total total(List<Holding> holdings) {
        return holdings.stream().map(Holding::total).reduce(Total.NOTHING, Total::plus);
    }

    /** The rule that saves most, if one saves anything; none that puts the files into a single zone, or where they freeze. */
    private static Optional<CostEstimate> best(List<CostEstimate> estimates) {
        double without = estimates.get(0).total();
        return estimates.stream()
                .filter(estimate -> estimate.target().survivesLossOfAZone() && estimate.total() < without)
                .filter(estimate ->
                        StorageClass.named(estimate.target().storageClass()).isPresent())
                .min(Comparator.comparingDouble(CostEstimate::total));
    }

    private Lifecycle lifecycle(CostEstimate chosen, CostEstimate without, int months) {
        double saves = without.total() - chosen.total();
        double reading = chosen.target().retrievalPerGb() * chosen.movedGbMonths();
        return new Lifecycle(
                true,
                chosen.target().storageClass(),
                chosen.afterDays(),
                amount(saves),
                reading > 0 ? amount(saves / reading) : null,
                String.format(
                        Locale.ROOT,
                        "Moving files to %s after %d days saves %.2f %s of %.2f in %d months, less what reading them there costs",
                        chosen.target().storageClass(),
                        chosen.afterDays(),
                        saves,
                        prices.currency(),
                        without.total(),
                        months));
    }

    /** As PUT /storage/lifecycle takes it. */
    private static AgeingRule rule(CostEstimate chosen) {
        StorageClassPrice target = chosen.target();
        return AgeingRule.of(new LifecycleRule(
                StoreTest.FILES,
                List.of(new Transition(chosen.afterDays(), StorageClass.valueOf(target.storageClass()))),
                Optional.of(target.minimumObjectBytes()).filter(bytes -> bytes > 0),
                Optional.empty(),
                Optional.empty()));
    }

    private static BigDecimal amount(double value) {
        return BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP);
    }
}
