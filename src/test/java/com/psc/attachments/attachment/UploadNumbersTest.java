package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class UploadNumbersTest {

    private static final int TAKERS = 8;
    private static final int EACH = 3_000;

    @Test
    void noNumberIsGivenTwiceByAnyInstance() throws Exception {
        DatabaseAddress database = TestDatabase.freshDatabase();
        JdbcClient jdbc = JdbcClient.create(TestDatabase.connectionsTo(database));
        jdbc.sql("create sequence upload_numbers").update();
        List<UploadNumbers> instances = List.of(new UploadNumbers(jdbc), new UploadNumbers(jdbc));

        List<Integer> numbers = new ArrayList<>();
        ExecutorService takers = Executors.newFixedThreadPool(TAKERS);
        try {
            for (Future<List<Integer>> taken : takers.invokeAll(IntStream.range(0, TAKERS)
                    .mapToObj(i -> taker(instances.get(i % instances.size())))
                    .toList())) {
                numbers.addAll(taken.get());
            }
        } finally {
            takers.shutdownNow();
        }
        assertThat(numbers).hasSize(TAKERS * EACH).doesNotHaveDuplicates();
    }

    private static Callable<List<Integer>> taker(UploadNumbers numbers) {
        return () -> IntStream.range(0, EACH).map(i -> numbers.take()).boxed().toList();
    }
}
