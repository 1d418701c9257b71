package com.psc.attachments.scanning;

import com.psc.attachments.scanning.ScanningSettings.OnUnscanned;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The door for whoever takes files in. Without a scanner, nothing is scanned and nothing is spent on it. */
@Component
public class VirusScanner {

    private final Optional<Clamd> clamd;
    private final OnUnscanned onUnscanned;

    VirusScanner(Optional<Clamd> clamd, ScanningSettings settings) {
        this.clamd = clamd;
        this.onUnscanned = settings.onUnscanned();
    }

    /**
     * Begins to have a new file scanned.
     *
     * @throws ScannerAway if the scanner is, unless what was not scanned goes to quarantine
     */
    public Scan begin() {
        if (clamd.isEmpty()) {
            return Scan.NONE;
        }
        return onUnscanned == OnUnscanned.QUARANTINE ? new QuarantiningScan(this::beginStrictly) : beginStrictly();
    }

    /**
     * Begins to have a file scanned that nobody is to get otherwise, whatever the settings say of new ones.
     *
     * @throws ScannerAway if the scanner is, or there is none
     */
    public Scan beginStrictly() {
        return new ClamdScan(clamd.orElseThrow(() -> new ScannerAway("There is no virus scanner", null)));
    }
}
