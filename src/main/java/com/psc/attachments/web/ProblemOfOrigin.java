package com.psc.attachments.web;

import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.DefaultCorsProcessor;
import tools.jackson.databind.json.JsonMapper;

/** Refuses pages of other origins with a problem. */
@Component
class ProblemOfOrigin extends DefaultCorsProcessor {

    private final JsonMapper json;

    ProblemOfOrigin(JsonMapper json) {
        this.json = json;
    }

    @Override
    protected void rejectRequest(ServerHttpResponse response) throws IOException {
        ProblemDetail problem =
                Problem.ORIGIN_REFUSED.detail("CORS_ORIGINS does not allow pages of this origin to make this request.");
        String id = response.getHeaders().getFirst(RequestIds.HEADER);
        problem.setProperty(RequestIds.KEY, String.valueOf(id));
        response.setStatusCode(Problem.ORIGIN_REFUSED.status());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getBody().write(json.writeValueAsBytes(problem));
        response.flush();
    }
}
