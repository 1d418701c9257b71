package com.psc.attachments.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.TomcatWebServer;

/** What was answered when the service is asked to end reaches the client. */
class AnswersUnderWayTest {

    @Test
    void anAnswerThatStillLiesInABufferIsSentBeforeTheServiceEnds() throws Exception {
        RunningService service = RunningService.start(Surroundings.withoutBucket(), BackendName.LOCAL);
        Holding holding = new Holding();
        holding.standBehindTheApplicationOf(service);
        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(() -> service.api().get("/attachments/stats"));
        assertThat(holding.answered.await(30, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> end = CompletableFuture.runAsync(service::close);
        assertThatThrownBy(() -> end.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        holding.letGo.countDown();

        assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
        end.get(30, TimeUnit.SECONDS);
    }

    /** Holds up answers that the application is done with. */
    private static final class Holding extends ValveBase {

        private final CountDownLatch answered = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);

        Holding() {
            super(true);
        }

        void standBehindTheApplicationOf(RunningService service) {
            ((TomcatWebServer) service.webServer())
                    .getTomcat()
                    .getEngine()
                    .getPipeline()
                    .addValve(this);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
            answered.countDown();
            try {
                letGo.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
