package com.psc.attachments.command;

import org.springframework.beans.factory.BeanFactory;

/** A command of the jar. Picocli reads its name, description and options from the annotations of the class, and is given one object. */
public interface Command {

    default Start start() {
        return Start.SERVICE;
    }

    /**
     * Does it. What it throws ends the command with {@link Exit#CANNOT}: exceptions of this service with their message, others as
     * defects.
     *
     * @param beans of what was started for it
     * @throws InterruptedException if the command is told to end
     */
    Exit run(BeanFactory beans, Screen screen) throws Exception;
}
