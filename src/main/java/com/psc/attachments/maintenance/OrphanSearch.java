package com.psc.attachments.maintenance;

import com.psc.attachments.attachment.KeyShapes;
import com.psc.attachments.installation.InstallationId;
import com.psc.attachments.removal.Removals;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.KeptMetadata;
import com.psc.attachments.storage.ListedObject;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.ObjectListing;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.UnfinishedWrites;
import com.psc.attachments.storage.UnfinishedWrites.UnfinishedWrite;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Goes over a store and finds what nobody needs: no record names it, it is old enough, its key has a shape of ours, and it does
 * not say that it belongs to another installation.
 *
 * <p>Whoever stores something has put its key on record before the first byte, no key is used twice, and all records are read
 * from one snapshot after the object was listed. So what nobody names then, nobody will ever name.
 */
@Component
class OrphanSearch {

    private static final int PAGE = 500;

    private final Removals removals;
    private final InstallationId installation;
    private final StoreQuestions questions;

    OrphanSearch(Removals removals, InstallationId installation, StoreQuestions questions) {
        this.removals = removals;
        this.installation = installation;
        this.questions = questions;
    }

    /** @param found called after every page of the store, with the orphans among it */
    void search(Cleanup cleanup, StorageBackend backend, Consumer<List<Orphan>> found) {
        for (String prefix : cleanup.question.prefixes()) {
            backend.ability(ObjectListing.class)
                    .ifPresent(store ->
                            inPages(store.list(prefix), page -> found.accept(orphans(cleanup, backend, page))));
        }
        try {
            for (String prefix : cleanup.question.prefixes()) {
                backend.ability(UnfinishedWrites.class)
                        .ifPresent(store -> inPages(
                                store.unfinished(prefix), page -> found.accept(abandoned(cleanup, backend, page))));
            }
        } catch (StorageFailure e) {
            cleanup.failed("Unfinished writes were not looked for: " + e.getMessage());
        }
    }

    private static <T> void inPages(Stream<T> listed, Consumer<List<T>> use) {
        try (listed) {
            Iterator<T> rest = listed.iterator();
            while (rest.hasNext()) {
                List<T> page = new ArrayList<>(PAGE);
                while (page.size() < PAGE && rest.hasNext()) {
                    page.add(rest.next());
                }
                use.accept(page);
            }
        }
    }

    private List<Orphan> orphans(Cleanup cleanup, StorageBackend backend, List<ListedObject> page) {
        Set<String> named = named(page.stream().map(ListedObject::name));
        List<ListedObject> old = new ArrayList<>();
        for (ListedObject object : page) {
            cleanup.objectsSeen++;
            cleanup.bytesSeen += object.length();
            if (named.contains(object.name())) {
                continue;
            }
            if (!isShapedLikeOurs(backend.name(), object.name())) {
                cleanup.sawForeign(object.name());
            } else if (object.lastModified().isAfter(cleanup.question.youngest())) {
                cleanup.tooYoung++;
            } else {
                old.add(object);
            }
        }
        return ours(cleanup, backend, old);
    }

    private List<Orphan> abandoned(Cleanup cleanup, StorageBackend backend, List<UnfinishedWrite> page) {
        Set<String> named = named(page.stream().map(UnfinishedWrite::name));
        List<UnfinishedWrite> old = page.stream()
                .filter(write -> !named.contains(write.name()) && isShapedLikeOurs(backend.name(), write.name()))
                .filter(write -> !write.begun().isAfter(cleanup.question.youngest()))
                .toList();
        // Where an object lies as well, it has been judged already: removing what is unfinished would remove it too.
        List<Boolean> alone = questions.ask(
                old,
                write -> backend.find(backend.locate(new ObjectKey(write.name())))
                        .isEmpty());
        List<Orphan> abandoned = new ArrayList<>();
        for (int i = 0; i < old.size(); i++) {
            if (alone.get(i)) {
                abandoned.add(new Orphan(old.get(i).name(), Orphan.Kind.UNFINISHED_WRITE, 0));
            }
        }
        return abandoned;
    }

    private Set<String> named(Stream<String> names) {
        return removals.named(names.filter(OrphanSearch::isKey).collect(Collectors.toSet()));
    }

    private static boolean isShapedLikeOurs(BackendName backend, String name) {
        return KeyShapes.fit(backend, name) && isKey(name);
    }

    private static boolean isKey(String name) {
        try {
            return !new ObjectKey(name).value().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private enum Owner {
        THIS_INSTALLATION,
        ANOTHER_INSTALLATION,
        NONE_ANY_MORE
    }

    private List<Orphan> ours(Cleanup cleanup, StorageBackend backend, List<ListedObject> old) {
        List<Owner> owners = backend.ability(KeptMetadata.class)
                .map(store -> questions.ask(old, object -> owner(store, backend, object)))
                .orElseGet(() ->
                        old.stream().map(object -> Owner.THIS_INSTALLATION).toList());
        List<Orphan> ours = new ArrayList<>();
        for (int i = 0; i < old.size(); i++) {
            ListedObject object = old.get(i);
            switch (owners.get(i)) {
                case THIS_INSTALLATION -> ours.add(new Orphan(object.name(), Orphan.Kind.OBJECT, object.length()));
                case ANOTHER_INSTALLATION -> cleanup.sawForeign(object.name());
                case NONE_ANY_MORE -> {}
            }
        }
        return ours;
    }

    /** Objects from before they said whose they are belong to whom the store belongs. */
    private Owner owner(KeptMetadata store, StorageBackend backend, ListedObject object) {
        return store.metadata(backend.locate(new ObjectKey(object.name())))
                .map(metadata -> installation
                                .toString()
                                .equals(metadata.getOrDefault(InstallationId.METADATA, installation.toString()))
                        ? Owner.THIS_INSTALLATION
                        : Owner.ANOTHER_INSTALLATION)
                .orElse(Owner.NONE_ANY_MORE);
    }
}
