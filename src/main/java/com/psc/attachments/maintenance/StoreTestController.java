package com.psc.attachments.maintenance;

import com.psc.attachments.access.RowLevelSecurity;
import com.psc.attachments.access.RowLevelSecurity.Standing;
import com.psc.attachments.maintenance.StoreTest.CheckResult;
import com.psc.attachments.storage.StoreDoctor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Examines the store on S3. */
@RestController
class StoreTestController {

    private static final Logger log = LoggerFactory.getLogger(StoreTestController.class);

    private final StoreDoctor doctor;
    private final RowLevelSecurity wall;

    StoreTestController(StoreDoctor doctor, RowLevelSecurity wall) {
        this.doctor = doctor;
        this.wall = wall;
    }

    @GetMapping("/storage/test-s3")
    StoreTest test() {
        return StoreTest.of(doctor.examine(StoreTest.FILES), rowLevelSecurity());
    }

    /** Not of the store, but of what keeps companies apart. */
    private CheckResult rowLevelSecurity() {
        long begin = System.nanoTime();
        Standing standing = Standing.OFF;
        String detail = "It is off: AUTH_MODE=open asks nobody who he is";
        try {
            standing = wall.standing();
            detail = switch (standing) {
                case OFF -> detail;
                case BINDING -> "It binds the role that the service signs in to the database as";
                case BYPASSED ->
                    "The role that the service signs in to the database as is a superuser, or has BYPASSRLS";
            };
        } catch (DataAccessException e) {
            log.debug("The database does not tell of its roles", e);
            detail = "The database does not answer";
        }
        return new CheckResult(
                "row_level_security",
                switch (standing) {
                    case OFF -> "skipped";
                    case BINDING -> "passed";
                    case BYPASSED -> "failed";
                },
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                detail,
                standing == Standing.BYPASSED ? "Let DATABASE_URL name a plain role that owns the tables" : null);
    }
}
