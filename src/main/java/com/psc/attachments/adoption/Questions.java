package com.psc.attachments.adoption;

import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageUnavailable;
import com.psc.attachments.storage.StoreView;
import com.psc.attachments.storage.StoreView.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Asks a store about single names, as many at a time as there are workers. One that is away is asked no more once that shows. */
final class Questions {

    private final StoreView store;
    private final ExecutorService workers;
    private volatile Optional<String> away = Optional.empty();

    Questions(StoreView store, ExecutorService workers) {
        this.store = store;
        this.workers = workers;
    }

    /** @param seen empty if the store does not tell, which {@code excuse} is there for */
    record Answer(Optional<Seen> seen, Optional<String> excuse) {

        static Answer of(Seen seen) {
            return new Answer(Optional.of(seen), Optional.empty());
        }

        static Answer none(Optional<String> excuse) {
            return new Answer(Optional.empty(), excuse);
        }
    }

    /**
     * What lies at the names, in their order.
     *
     * @throws InterruptedException if the command is told to end
     */
    List<Answer> ask(List<ObjectKey> keys) throws InterruptedException {
        List<Callable<Answer>> questions =
                keys.stream().<Callable<Answer>>map(key -> () -> ask(key)).toList();
        List<Answer> answers = new ArrayList<>(keys.size());
        for (Future<Answer> answer : workers.invokeAll(questions)) {
            try {
                answers.add(answer.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("A question about a file failed", e.getCause());
            }
        }
        return answers;
    }

    Answer ask(ObjectKey key) {
        if (away.isPresent()) {
            return Answer.none(away);
        }
        try {
            return Answer.of(store.look(key));
        } catch (StorageException e) {
            heard(e);
            return Answer.none(Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** Tells how the store failed elsewhere. */
    void heard(StorageException failure) {
        if (failure instanceof StorageUnavailable) {
            away = Optional.of(String.valueOf(failure.getMessage()));
        }
    }
}
