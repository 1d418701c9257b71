package com.psc.attachments.attachment;

import java.util.Map;
import org.springframework.http.ProblemDetail;

/** Renders what refused one of several things as the problem that it would be on its own. */
public interface ProblemRendering {

    /** @param more members to add to the problem */
    ProblemDetail render(RuntimeException reason, Map<String, Object> more);
}
