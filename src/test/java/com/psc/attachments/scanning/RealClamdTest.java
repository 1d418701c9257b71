package com.psc.attachments.scanning;

import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "isInstalled", disabledReason = "there is no clamd on this machine")
class RealClamdTest extends VirusScannerContract {

    RealClamdTest() {
        super(new RealClamd());
    }

    static boolean isInstalled() {
        return RealClamd.isInstalled();
    }
}
