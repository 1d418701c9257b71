package com.psc.attachments.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.Holdings.Holding;
import com.psc.attachments.attachment.Total;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostEstimateTest {

    private static final long GB = 1L << 30;
    private static final StorageClassPrice USUAL = new StorageClassPrice("STANDARD", 1.0, 0, 0, 0, 0, 0, true);
    private static final StorageClassPrice COLD = new StorageClassPrice("COLD", 0.25, 0.5, 2.0, 131_072, 90, 30, true);
    private static final StoragePrices PRICES =
            new StoragePrices(LocalDate.of(2026, 6, 30), "nowhere", "USD", "a test", List.of(USUAL, COLD), List.of());

    @Test
    void withoutARuleEveryMonthCostsTheSame() {
        CostEstimate estimate = CostEstimate.of(List.of(large(0, 1_000, 10 * GB)), PRICES, USUAL, 0, 3);

        assertThat(estimate.monthly()).containsExactly(10.0, 10.0, 10.0);
        assertThat(estimate.total()).isEqualTo(30.0);
    }

    @Test
    void filesMoveWhenTheyAreOldEnoughAndPayForItOnce() {
        CostEstimate estimate =
                CostEstimate.of(List.of(large(5, 1_000, 10 * GB), large(0, 1_000, 10 * GB)), PRICES, COLD, 2, 6);

        assertThat(estimate.monthly()).containsExactly(14.5, 12.5, 7.0, 5.0, 5.0, 5.0);
        assertThat(estimate.transitions()).isEqualTo(4.0);
        assertThat(estimate.minimumDays()).isZero();
    }

    @Test
    void filesBelowTheBilledSizeStayWhereTheyAre() {
        CostEstimate estimate =
                CostEstimate.of(List.of(new Holding(new CompanyId(1), 12, 1, new Total(9, GB))), PRICES, COLD, 1, 2);

        assertThat(estimate.monthly()).containsExactly(1.0, 1.0);
        assertThat(estimate.transitions()).isZero();
    }

    @Test
    void whatIsMovedTooLateForItsMinimumDaysIsBilledForThem() {
        CostEstimate estimate = CostEstimate.of(List.of(large(0, 0, 4 * GB)), PRICES, COLD, 1, 2);

        assertThat(estimate.monthly()).containsExactly(4.0, 1.0);
        assertThat(estimate.minimumDays()).isCloseTo(2.0, within(1e-9));
        assertThat(estimate.total()).isCloseTo(7.0, within(1e-9));
    }

    @Test
    void theCheapestAgeIsNoSoonerThanTheClassAllows() {
        CostEstimate estimate = CostEstimate.cheapest(List.of(large(0, 1, 10 * GB)), PRICES, COLD, 12);

        assertThat(estimate.afterDays()).isEqualTo(30);
    }

    private static Holding large(int months, long files, long bytes) {
        return new Holding(new CompanyId(1), months, 2, new Total(files, bytes));
    }
}
