package com.psc.attachments.web;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatusCode;

/** Reports what Tomcat refuses by itself, before any application sees it, as a problem too. */
public final class ProblemValve extends ErrorReportValve {

    private static final System.Logger log = System.getLogger(ProblemValve.class.getName());

    @Override
    protected void report(Request request, Response response, @org.jspecify.annotations.Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Problem problem = Problems.ofStatus(HttpStatusCode.valueOf(status));
        String id = RequestIds.idOf(null);
        String body = "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"request_id\":\"%s\"}"
                .formatted(
                        problem.type(), problem.title(), status, "The server could not make sense of the request.", id);
        try {
            response.setHeader(RequestIds.HEADER, id);
            response.setContentType("application/problem+json");
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(body);
                response.finishResponse();
            }
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "The client left before it was told what was wrong", e);
        }
    }
}
