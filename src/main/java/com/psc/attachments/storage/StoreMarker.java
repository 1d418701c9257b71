package com.psc.attachments.storage;

/**
 * The object that says whose a store is. It holds the id of the installation that made it, as text, and nothing else. A store
 * without one belongs to nobody yet; one with another installation's is never written to and never cleaned.
 */
public final class StoreMarker {

    /** What the service keeps for itself in a store lies below it. */
    public static final String FOLDER = ".psc-attachments/";

    static final ObjectKey KEY = new ObjectKey(FOLDER + "installation");

    private StoreMarker() {}
}
