package com.psc.attachments;

import com.psc.attachments.adoption.InspectCommand;
import com.psc.attachments.command.Commands;
import com.psc.attachments.importing.ImportDocumentsCommand;
import com.psc.attachments.maintenance.CleanupCommand;
import com.psc.attachments.maintenance.DoctorCommand;
import com.psc.attachments.migration.MigrateCommand;
import com.psc.attachments.storage.s3.SetupS3Command;
import com.psc.attachments.verification.VerifyCommand;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

@SpringBootApplication(
        exclude = {
            // The module "access" sets Spring Security up by itself, where it is wanted at all.
            SecurityAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class,
            ServletWebSecurityAutoConfiguration.class,
            SecurityFilterAutoConfiguration.class,
            ManagementWebSecurityAutoConfiguration.class
        })
@ConfigurationPropertiesScan
@EnableScheduling
class AttachmentsApplication {

    private static final int OUT_OF_MEMORY = 3;

    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler(AttachmentsApplication::endWithoutMemory);
        if (Commands.areCalledBy(arguments)) {
            System.exit(commands().run(arguments));
        }
        SpringApplication service = new SpringApplication(AttachmentsApplication.class);
        service.addListeners(new PreparedBeans());
        service.run(arguments);
    }

    static Commands commands() {
        return new Commands(
                AttachmentsApplication.class,
                new InspectCommand(),
                new DoctorCommand(),
                new MigrateCommand(),
                new VerifyCommand(),
                new CleanupCommand(),
                new ImportDocumentsCommand(),
                new SetupS3Command(arguments -> commands().run(arguments)));
    }

    /** Once some thread has died of want of memory, the service only looks alive. It is safe to be killed, and started again. */
    private static void endWithoutMemory(Thread thread, Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            try {
                System.err.println("Out of memory: the service ends. Give it a larger heap (-Xmx) and start it again.");
            } finally {
                Runtime.getRuntime().halt(OUT_OF_MEMORY);
            }
        }
        System.Logger log = System.getLogger(AttachmentsApplication.class.getName());
        log.log(System.Logger.Level.ERROR, "Thread " + thread.getName() + " ended by " + failure, failure);
    }

    /** In steps of what the database keeps, so that an answer and a later reading of the row agree. */
    @Bean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }
}
