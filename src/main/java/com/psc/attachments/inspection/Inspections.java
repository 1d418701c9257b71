package com.psc.attachments.inspection;

import com.psc.attachments.content.FilePolicy;
import org.springframework.stereotype.Component;

/**
 * The door for whoever takes files in. Each file is looked into by its content, whatever its name says; a text costs a few
 * comparisons.
 */
@Component
public class Inspections {

    private final InspectionSettings settings;
    private final FilePolicy policy;

    Inspections(InspectionSettings settings, FilePolicy policy) {
        this.settings = settings;
        this.policy = policy;
    }

    /**
     * Begins to look into a file.
     *
     * @param start an array whose first {@code length} bytes are the file's first bytes, which the inspection is to see again;
     *     neither kept nor changed
     * @throws UnsafeContent if these are enough to refuse it
     */
    public Inspection begin(byte[] start, int length) {
        Examination examination = new Examination(settings, policy);
        return new Inspection(examination, Recognition.ofFile(start, length, examination));
    }
}
