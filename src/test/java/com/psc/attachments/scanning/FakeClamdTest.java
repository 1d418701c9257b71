package com.psc.attachments.scanning;

class FakeClamdTest extends VirusScannerContract {

    FakeClamdTest() {
        super(new FakeClamd());
    }
}
