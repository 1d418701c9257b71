package com.psc.attachments.storage;

/** Examines the store on S3 that the settings name, whether or not files lie there yet. */
public interface StoreDoctor {

    /**
     * Tries everything that the service does with the store, and looks at what an operator should know of it. Answers within 30
     * seconds, whatever the store does, and never throws for what it does. What is written for it lies below {@value
     * StoreMarker#FOLDER} and is gone afterwards, unless the store no longer lets it go. A store of another installation is only
     * read.
     *
     * @param prefix of the names of the objects that are counted
     */
    Diagnosis examine(String prefix);
}
