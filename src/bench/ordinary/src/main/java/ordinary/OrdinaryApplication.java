package ordinary;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class OrdinaryApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(OrdinaryApplication.class, arguments);
    }
}
