package com.psc.attachments.access;

/** There is no such company, or it is none of the caller's: nobody outside is told which. */
public final class UnknownCompany extends RuntimeException {

    UnknownCompany(CompanyId company) {
        super("There is no company " + company);
    }
}
