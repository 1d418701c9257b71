package com.psc.attachments.attachment;

import com.psc.attachments.access.Caller;
import com.psc.attachments.access.Companies;
import com.psc.attachments.access.CompanyId;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Does the same to many documents, and answers for each. */
@RestController
class BatchController {

    private static final int MOST = 1_000;

    private final AttachmentRecords records;

    BatchController(AttachmentRecords records) {
        this.records = records;
    }

    private enum Action {
        DELETE("deleted", "Attachment deleted successfully"),
        DESCRIBE("described", "Description updated successfully");

        private final String done;
        private final String message;

        Action(String done, String message) {
            this.done = done;
            this.message = message;
        }

        static Action of(String label) {
            return Arrays.stream(values())
                    .filter(action -> action.label().equals(label))
                    .findFirst()
                    .orElseThrow(IllegalArgumentException::new);
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        Result result(int id, Set<Integer> found) {
            return found.contains(id)
                    ? new Result(id, done, message)
                    : new Result(id, "not_found", String.valueOf(new UnknownAttachment(id).getMessage()));
        }
    }

    record Result(int id, String status, String detail) {}

    /** One result for each id, in the order in which they were given. */
    record Answer(String action, List<Result> results, int succeeded, int notFound) {}

    @PostMapping("/attachments/batch")
    Answer batch(Caller caller, HttpServletRequest request) {
        Parameters parameters = Parameters.of(request, "action", "ids", "company_id", "description");
        Action action = parameters.required("action", Action::of, "must be delete or describe");
        List<Integer> ids = ids(parameters);
        Companies companies = caller.companies()
                .require(parameters.value("company_id", CompanyId::of, "must be an integer that is not negative"));
        Optional<String> description = parameters.value("description", Descriptions::checked, "must be a text");
        Set<Integer> found = switch (action) {
            case DELETE -> {
                description.ifPresent(unwanted -> {
                    throw new InvalidParameter("description", "is nothing that delete takes");
                });
                yield records.delete(ids, companies);
            }
            case DESCRIBE ->
                records.describe(
                        ids,
                        companies,
                        description.orElseThrow(
                                () -> new InvalidParameter("description", "is missing; describe needs it")));
        };
        List<Result> results = ids.stream().map(id -> action.result(id, found)).toList();
        return new Answer(action.label(), results, found.size(), ids.size() - found.size());
    }

    private static List<Integer> ids(Parameters parameters) {
        List<Integer> ids = parameters.values("ids", Integer::valueOf, "must be integers").stream()
                .distinct()
                .toList();
        if (ids.isEmpty() || ids.size() > MOST) {
            throw new InvalidParameter("ids", "must be 1 to " + MOST + " ids of attachments");
        }
        return ids;
    }
}
