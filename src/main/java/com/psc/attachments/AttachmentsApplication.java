package com.psc.attachments;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class AttachmentsApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(AttachmentsApplication.class, arguments);
    }
}
