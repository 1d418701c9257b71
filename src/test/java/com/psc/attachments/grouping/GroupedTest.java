package com.psc.attachments.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupedTest {

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<List<Integer>> groups = new ConcurrentLinkedQueue<>();

    @AfterEach
    void end() {
        callers.shutdownNow();
    }

    @Test
    void aSingleCallerIsAGroupByItself() {
        Grouped<Integer, Integer> grouped = new Grouped<>(10, this::doubled);
        assertThat(grouped.ask(1)).isEqualTo(2);
        assertThat(grouped.ask(2)).isEqualTo(4);
        assertThat(groups).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void whoComesWhileAGroupIsWorkedOnSharesTheNext() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        Semaphore goOn = new Semaphore(0);
        Grouped<Integer, Integer> grouped = new Grouped<>(10, Duration.ofMinutes(1), asked -> {
            working.countDown();
            goOn.acquireUninterruptibly();
            return doubled(asked);
        });
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        answers.add(CompletableFuture.supplyAsync(() -> grouped.ask(0), callers));
        working.await();
        for (int i = 1; i <= 5; i++) {
            int question = i;
            answers.add(CompletableFuture.supplyAsync(() -> grouped.ask(question), callers));
        }
        while (grouped.waiting() < 5) {
            Thread.onSpinWait();
        }
        goOn.release(2);
        for (int i = 0; i <= 5; i++) {
            assertThat(answers.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(2 * i);
        }
        assertThat(groups)
                .hasSize(2)
                .last()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(5);
    }

    @Test
    void noGroupIsLargerThanAllowedAndEverybodyGetsHisOwnAnswer() throws Exception {
        Grouped<Integer, Integer> grouped = new Grouped<>(4, this::doubled);
        List<CompletableFuture<Boolean>> right = IntStream.range(0, 32)
                .mapToObj(caller -> CompletableFuture.supplyAsync(
                        () -> IntStream.range(0, 200)
                                .map(i -> 1_000 * caller + i)
                                .allMatch(question -> grouped.ask(question) == 2 * question),
                        callers))
                .toList();
        for (CompletableFuture<Boolean> caller : right) {
            assertThat(caller.get(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(groups).allMatch(group -> group.size() <= 4);
        assertThat(groups.stream().mapToInt(List::size).sum()).isEqualTo(32 * 200);
    }

    @Test
    void aGroupThatHangsIsNotWaitedFor() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        Semaphore goOn = new Semaphore(0);
        Grouped<Integer, Integer> grouped = new Grouped<>(10, asked -> {
            if (asked.contains(0)) {
                working.countDown();
                goOn.acquireUninterruptibly();
            }
            return doubled(asked);
        });
        CompletableFuture<Integer> hanging = CompletableFuture.supplyAsync(() -> grouped.ask(0), callers);
        working.await();

        assertThat(grouped.ask(1)).isEqualTo(2);
        assertThat(grouped.ask(2)).isEqualTo(4);

        assertThat(hanging).isNotDone();
        goOn.release();
        assertThat(hanging.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void whereAllGroupsHangFewOfThemAreAtWork() throws Exception {
        Semaphore goOn = new Semaphore(0);
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger mostAtWork = new AtomicInteger();
        Grouped<Integer, Integer> grouped = new Grouped<>(1, Duration.ofMillis(1), asked -> {
            mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            goOn.acquireUninterruptibly();
            atWork.decrementAndGet();
            return doubled(asked);
        });
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 20)
                .mapToObj(question -> CompletableFuture.supplyAsync(() -> grouped.ask(question), callers))
                .toList();
        while (goOn.getQueueLength() < 4) {
            Thread.onSpinWait();
        }

        goOn.release(20);

        for (int i = 0; i < 20; i++) {
            assertThat(answers.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(2 * i);
        }
        assertThat(mostAtWork).hasValue(4);
    }

    @Test
    void aFailureReachesItsGroupAndNobodyElse() {
        Grouped<Integer, Integer> grouped = new Grouped<>(10, asked -> {
            if (asked.contains(13)) {
                throw new IllegalStateException("thirteen");
            }
            return doubled(asked);
        });
        assertThatThrownBy(() -> grouped.ask(13)).hasMessage("thirteen");
        assertThat(grouped.ask(14)).isEqualTo(28);
    }

    private List<Integer> doubled(List<Integer> asked) {
        groups.add(List.copyOf(asked));
        return asked.stream().map(question -> 2 * question).toList();
    }
}
