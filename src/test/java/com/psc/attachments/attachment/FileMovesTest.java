package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.RunningService;
import com.psc.attachments.storage.BackendName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a mover of files is given to move. */
class FileMovesTest {

    private final RunningService service = RunningService.shared(BackendName.LOCAL);
    private final FileMoves moves = service.part(FileMoves.class);
    private final Owner owner = Owner.fresh(service.api());

    @Test
    void noIdsGiveNoFiles() {
        assertThat(moves.find(List.of())).isEmpty();
    }

    @Test
    void theFilesThatAreStillThereAreFoundByTheirIds() {
        int first = owner.upload("a.pdf", 1);
        int second = owner.upload("b.pdf", 1);

        assertThat(moves.find(List.of(second, Integer.MAX_VALUE, first))).containsOnlyKeys(first, second);
    }
}
