package com.psc.attachments.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpStatusCode status = blamed(response.getStatus());
        Problem problem = Problems.ofStatus(status);
        String id = RequestIds.idOf(null);
        String body = "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"request_id\":\"%s\"}"
                .formatted(
                        problem.type(),
                        problem.title(),
                        status.value(),
                        "The server could not make sense of the request.",
                        id);
        try {
            response.setStatus(status.value());
            response.setHeader(RequestIds.HEADER, id);
            response.setContentType("application/problem+json");
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "The client left before it was told what was wrong", e);
        }
    }

    /** A version or a coding that no server knows is the client's mistake, and must not look like an outage. */
    private static HttpStatusCode blamed(int status) {
        boolean nonsense = status == HttpServletResponse.SC_NOT_IMPLEMENTED
                || status == HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED;
        return HttpStatusCode.valueOf(nonsense ? HttpServletResponse.SC_BAD_REQUEST : status);
    }
}
