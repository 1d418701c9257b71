package com.psc.attachments.maintenance;

import com.psc.attachments.attachment.Holdings.Holding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What documents cost in the coming months if a lifecycle rule moves them to a storage class once they are old enough: nothing
 * is added, and nothing is removed before the last month ends. Months have 30 days, as in {@link Holding}.
 *
 * @param target the class they are moved to; the usual one for no rule
 * @param afterMonths the age at which they are moved
 * @param monthly the price of each month, transitions included
 * @param transitions what moving costs in all months
 * @param minimumDays what would still be billed if all were removed after the last month
 * @param movedGbMonths how much lies in the target, summed over the months
 */
record CostEstimate(
        StorageClassPrice target,
        int afterMonths,
        List<Double> monthly,
        double transitions,
        double minimumDays,
        double movedGbMonths) {

    /** The ages that are tried, in months. */
    private static final List<Integer> AGES = List.of(0, 1, 2, 3, 6, 12);

    /** Ages from that on make no difference. */
    static final int OLDEST = AGES.get(AGES.size() - 1);

    private static final double GB = 1L << 30;
    private static final int DAYS = 30;

    static CostEstimate of(
            List<Holding> holdings, StoragePrices prices, StorageClassPrice target, int afterMonths, int months) {
        StorageClassPrice usual = prices.usual();
        List<Double> monthly = new ArrayList<>();
        double transitions = 0;
        double minimumDays = 0;
        double movedGbMonths = 0;
        for (int month = 0; month < months; month++) {
            double price = 0;
            for (Holding holding : holdings) {
                double gb = holding.total().bytes() / GB;
                int age = holding.months() + month;
                boolean moves = target != usual && prices.isWorthMoving(holding.sizes(), target);
                if (!moves || age < afterMonths) {
                    price += gb * usual.gbMonth();
                    continue;
                }
                price += gb * target.gbMonth();
                movedGbMonths += gb;
                if (month == 0 || age == afterMonths) {
                    double fee = holding.total().files() / 1000.0 * target.transitionPer1000();
                    double missingMonths = Math.max(0, target.minimumDays() - (months - month) * DAYS) / (double) DAYS;
                    price += fee;
                    transitions += fee;
                    minimumDays += gb * target.gbMonth() * missingMonths;
                }
            }
            monthly.add(price);
        }
        return new CostEstimate(target, afterMonths, monthly, transitions, minimumDays, movedGbMonths);
    }

    /** The estimate for the age that costs least. */
    static CostEstimate cheapest(List<Holding> holdings, StoragePrices prices, StorageClassPrice target, int months) {
        return AGES.stream()
                .filter(age -> age * DAYS >= target.earliestTransitionDays())
                .map(age -> of(holdings, prices, target, age, months))
                .min(Comparator.comparingDouble(CostEstimate::total))
                .orElseThrow();
    }

    int afterDays() {
        return afterMonths * DAYS;
    }

    double total() {
        return monthly.stream().mapToDouble(Double::doubleValue).sum() + minimumDays;
    }
}
