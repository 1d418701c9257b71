package com.psc.attachments.job;

import java.net.URI;
import org.springframework.http.ResponseEntity;

/** What is answered to who has started a job or done something to it. */
public final class JobAnswer {

    private JobAnswer() {}

    /** How the job looks now, and where it can be looked at again: 202 if it works from now on, else 200. */
    public static <V extends JobView> ResponseEntity<V> of(V view, String address) {
        return ResponseEntity.status(view.stage() == JobView.Stage.RUNNING ? 202 : 200)
                .location(URI.create(address))
                .body(view);
    }
}
