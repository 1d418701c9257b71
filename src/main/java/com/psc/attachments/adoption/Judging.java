package com.psc.attachments.adoption;

import com.psc.attachments.adoption.Questions.Answer;
import com.psc.attachments.storage.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges the rows of a place, each by what lies at its name. Those of which nobody knows are asked for many at a time. */
final class Judging {

    private static final int TOGETHER = 500;

    private final Place place;
    private final Questions questions;
    private final Tally tally;
    private final List<Row> open = new ArrayList<>(TOGETHER);

    Judging(Place place, Questions questions, Tally tally) {
        this.place = place;
        this.questions = questions;
        this.tally = tally;
    }

    /** Asks for it by itself, or, sooner or later, together with others. */
    void ask(Row row) throws InterruptedException {
        if (row.key().isEmpty()) {
            judge(row, Verdict.OUTSIDE, Optional.empty());
            return;
        }
        open.add(row);
        if (open.size() == TOGETHER) {
            finish();
        }
    }

    /** Asks for all that have not been asked for. */
    void finish() throws InterruptedException {
        List<ObjectKey> keys = open.stream().flatMap(row -> row.key().stream()).toList();
        List<Answer> answers = questions.ask(keys);
        for (int i = 0; i < answers.size(); i++) {
            judge(open.get(i), answers.get(i));
        }
        open.clear();
    }

    void judge(Row row, Answer answer) {
        Verdict verdict =
                answer.seen().map(seen -> Verdict.of(seen, row.size())).orElse(Verdict.UNKNOWN);
        Optional<String> lengths = answer.seen()
                .filter(seen -> verdict == Verdict.SIZE_DIFFERS)
                .map(seen -> seen.length() + " bytes, and " + row.size().orElse(0) + " in the row");
        judge(row, verdict, lengths.or(answer::excuse));
    }

    void judge(Row row, Verdict verdict, Optional<String> detail) {
        tally.row(row, place, verdict, detail);
    }
}
