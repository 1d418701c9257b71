package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StoreCannot;
import java.util.Optional;
import java.util.function.Supplier;

/** How one thing of the setup stands. */
record StepResult(SetupStep step, State state, String detail) {

    enum State {
        SO_ALREADY,
        DONE,
        /** It could be done. */
        OPEN,
        /** It has no place here, or the store does not know it. */
        PASSED_OVER,
        REFUSED
    }

    /** Looks, and changes nothing. */
    static StepResult of(SetupStep step) {
        return step.obstacle()
                .map(why -> new StepResult(step, State.PASSED_OVER, "left as it is: " + why))
                .orElseGet(() -> told(
                        step,
                        () -> step.fulfilled()
                                .map(how -> new StepResult(step, State.SO_ALREADY, how + ", as before"))
                                .orElseGet(() -> new StepResult(step, State.OPEN, "not set"))));
    }

    /** Does what is still open. */
    StepResult done() {
        if (state != State.OPEN) {
            return this;
        }
        return told(step, () -> {
            step.fulfil();
            Optional<String> now = step.fulfilled();
            return now.map(how -> new StepResult(step, State.DONE, how + " from now on"))
                    .orElseGet(() -> new StepResult(
                            step, State.PASSED_OVER, "the store took it, and does not show it: look again later"));
        });
    }

    private static StepResult told(SetupStep step, Supplier<StepResult> question) {
        try {
            return question.get();
        } catch (RequestFailed e) {
            return e.meansUnknown()
                    ? new StepResult(step, State.PASSED_OVER, "the store does not know it")
                    : new StepResult(step, State.REFUSED, refusal(e));
        } catch (StoreCannot e) {
            return new StepResult(step, State.PASSED_OVER, String.valueOf(e.getMessage()));
        } catch (StorageException e) {
            return new StepResult(step, State.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private static String refusal(RequestFailed failed) {
        String why = (failed.verdict() == Verdict.REFUSED ? "refused: " : "not done: ") + S3Errors.described(failed);
        return switch (failed.status()) {
            case 403 -> why + "; allow " + failed.action().iamAction();
            case 404 -> why + "; what it is to be set for is not there";
            default -> why;
        };
    }
}
