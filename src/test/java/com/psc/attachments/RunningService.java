package com.psc.attachments;

import com.psc.attachments.storage.BackendName;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The whole service in this JVM: real HTTP on a free port, a real PostgreSQL, real files or a real S3 server. */
public final class RunningService implements AutoCloseable {

    private static final Map<BackendName, RunningService> SHARED = new EnumMap<>(BackendName.class);

    private final ConfigurableApplicationContext context;
    private final MovableClock clock;
    private final Api api;
    private final StoredFiles files;

    private RunningService(ConfigurableApplicationContext context, MovableClock clock, Api api, StoredFiles files) {
        this.context = context;
        this.clock = clock;
        this.api = api;
        this.files = files;
    }

    /** The one that all tests of this JVM share, whose new files go to that backend. Started by the first call. */
    public static synchronized RunningService shared(BackendName backend) {
        return SHARED.computeIfAbsent(
                backend,
                active ->
                        start(active == BackendName.S3 ? Surroundings.fresh() : Surroundings.withoutBucket(), active));
    }

    /**
     * Another one, for whoever calls and closes it.
     *
     * @param properties such as {@code a.b=c}; they go before the usual ones
     */
    public static RunningService start(Surroundings surroundings, BackendName active, String... properties) {
        return start(surroundings, active, context -> {}, properties);
    }

    /** @param wiring changes the service's parts before it starts */
    public static RunningService start(
            Surroundings surroundings,
            BackendName active,
            Consumer<GenericApplicationContext> wiring,
            String... properties) {
        MovableClock clock = new MovableClock();
        SpringApplication application = new SpringApplication(AttachmentsApplication.class);
        // The process ends with its tests; nothing waits for a service that nobody calls any more.
        application.setRegisterShutdownHook(false);
        application.addInitializers(starting -> ((GenericApplicationContext) starting)
                .registerBean("movableClock", MovableClock.class, () -> clock, bean -> bean.setPrimary(true)));
        application.addInitializers(starting -> wiring.accept((GenericApplicationContext) starting));
        Map<String, String> arguments = new LinkedHashMap<>();
        Stream.of(
                        surroundings.properties().stream(),
                        // A service that waits for the next test leaves the connections to others.
                        Stream.of(
                                "psc.storage.backend=" + active,
                                "server.port=0",
                                "spring.datasource.hikari.idle-timeout=10000"),
                        Stream.of(properties))
                .flatMap(Function.identity())
                .forEach(property -> arguments.put(property.substring(0, property.indexOf('=')), property));
        ConfigurableApplicationContext context = application.run(
                arguments.values().stream().map(property -> "--" + property).toArray(String[]::new));
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return new RunningService(context, clock, new Api(port), StoredFiles.of(surroundings, active));
    }

    public Api api() {
        return api;
    }

    public MovableClock clock() {
        return clock;
    }

    /** Where the new files lie, looked at from outside. */
    public StoredFiles files() {
        return files;
    }

    /** A part of the service, for what cannot be seen over HTTP. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /** All parts of that type. */
    public <T> Collection<T> parts(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    /** What listens. */
    public WebServer webServer() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer());
    }

    @Override
    public void close() {
        context.close();
    }
}
