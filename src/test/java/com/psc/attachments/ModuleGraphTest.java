package com.psc.attachments;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

class ModuleGraphTest {

    private final ApplicationModules modules = ApplicationModules.of(AttachmentsApplication.class);

    @Test
    void modulesUseEachOtherWithoutCyclesAndThroughTheirDoorsOnly() {
        modules.verify();
    }

    @Test
    void theDrawingIsWritten() {
        new Documenter(modules).writeModulesAsPlantUml();
    }
}
